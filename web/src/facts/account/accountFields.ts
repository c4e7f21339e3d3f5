import type { Schema } from '@/lib/api';

type Account = Schema<'Account'>;
export type Change = Partial<Account>;

export interface AccountField {
  name: keyof Account & string;
  label: string;
  /** `suggested`: a text, with those in use on offer. */
  type: 'text' | 'suggested' | 'choice' | 'day' | 'count' | 'pct' | 'cents';
  choices?: readonly string[];
  help?: string;
}

const lifecycles = ['prospect', 'onboarding', 'active', 'churned'] as const;
const adopterTypes = ['innovator', 'early_adopter', 'early_majority', 'late_majority', 'laggard'] as const;

export const groups: { title: string; fields: AccountField[] }[] = [
  {
    title: 'Customer',
    fields: [
      { name: 'name', label: 'Name', type: 'text' },
      { name: 'owner', label: 'Owner', type: 'suggested' },
      { name: 'parent', label: 'Parent account', type: 'text', help: 'The key of the account it belongs to' },
    ],
  },
  {
    title: 'Relation',
    fields: [
      { name: 'lifecycle', label: 'Lifecycle', type: 'choice', choices: lifecycles },
      { name: 'stage', label: 'Stage', type: 'suggested' },
      { name: 'start', label: 'Customer since', type: 'day' },
      { name: 'churned', label: 'Churned', type: 'day', help: 'The first day no longer a customer' },
      { name: 'churn_reason', label: 'Reason for churn', type: 'text' },
      { name: 'adopter_type', label: 'Adopter type', type: 'choice', choices: adopterTypes },
    ],
  },
  {
    title: 'Segment',
    fields: [
      { name: 'industry', label: 'Industry', type: 'suggested' },
      { name: 'location', label: 'Location', type: 'suggested' },
      { name: 'size_band', label: 'Size', type: 'suggested' },
      { name: 'employees', label: 'Employees', type: 'count' },
      { name: 'use_case', label: 'Use case', type: 'suggested' },
    ],
  },
  {
    title: 'Contract and money',
    fields: [
      { name: 'plan', label: 'Plan', type: 'suggested' },
      { name: 'seats', label: 'Seats', type: 'count', help: 'Counts where no subscription says so' },
      {
        name: 'gross_margin_pct',
        label: 'Gross margin',
        type: 'pct',
        help: 'Left out: that of the organisation',
      },
      { name: 'acquisition_cost_cents', label: 'Acquisition cost', type: 'cents' },
    ],
  },
];

function read({ type }: AccountField, given: string): string | number | null {
  const text = given.trim();
  if (text === '') return null;
  if (type === 'count' || type === 'pct' || type === 'cents') {
    const value = Number(text.replace(/[,%\s]/g, ''));
    return type === 'cents' ? Math.round(value * 100) : value;
  }
  return text;
}

/** What the form says otherwise than the account. */
export function changesOf(account: Account, form: FormData): Change {
  const changes: Record<string, string | number | null> = {};
  for (const field of groups.flatMap(({ fields }) => fields)) {
    const value = read(field, String(form.get(field.name) ?? ''));
    if (value !== (account[field.name] ?? null)) changes[field.name] = value;
  }
  return changes as Change;
}
