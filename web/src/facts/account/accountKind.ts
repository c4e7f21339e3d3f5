import type { WrittenKind } from '@/facts/factKind';
import type { Schema } from '@/lib/api';

type Account = Schema<'Account'>;

/** The account itself, written with the same form as the facts about it. */
export const accountKind: WrittenKind<Account> = {
  schema: 'Account',
  path: '/api/v1/accounts',
  one: 'account',
  nameOf: ({ name }) => name,
  form: [
    {
      title: 'Customer',
      fields: [
        { name: 'name', help: '' },
        { name: 'key', help: 'Its id in your other systems' },
        { name: 'owner', help: '' },
        { name: 'parent', label: 'Parent account', help: 'The key of the account it belongs to' },
      ],
    },
    {
      title: 'Relation',
      fields: [
        { name: 'lifecycle', help: '' },
        { name: 'stage', help: '' },
        { name: 'start', label: 'Customer since', help: '' },
        { name: 'churned', help: 'The first day no longer a customer' },
        { name: 'churn_reason', label: 'Reason for churn', help: '' },
        { name: 'adopter_type', help: '' },
      ],
    },
    {
      title: 'Segment',
      fields: [
        { name: 'industry', help: '' },
        { name: 'location', help: '' },
        { name: 'size_band', label: 'Size', help: '' },
        { name: 'employees', help: '' },
        { name: 'use_case', help: '' },
      ],
    },
    {
      title: 'Contract and money',
      fields: [
        { name: 'plan', help: '' },
        { name: 'seats', help: 'Counts where no subscription says so' },
        { name: 'gross_margin_pct', help: 'Left out: that of the organisation' },
        { name: 'acquisition_cost_cents', help: '' },
        { name: 'currency', help: 'Left out: the organisation’s' },
      ],
    },
  ],
};
