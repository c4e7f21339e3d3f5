import { DayText } from '@/components/DayText';
import { Missing } from '@/components/numbers';
import type { FactKind } from '@/facts/factKind';
import tableClasses from '@/facts/list/FactTable.module.css';
import type { Schema } from '@/lib/api';
import { formatDay } from '@/lib/day';
import { sayWord } from '@/lib/words';

type Churn = Schema<'Churn'>;

/** That the customer left, or came back, and what it said about it. */
export const churnKind: FactKind<Churn> = {
  schema: 'Churn',
  path: '/api/v1/churns',
  happened: 'day',
  sort: '-day',
  title: 'Churn',
  hint: 'When the customer left or came back, and why.',
  one: 'churn record',
  nameOf: ({ day, is_reactivation }) => `${is_reactivation ? 'return' : 'churn'} of ${formatDay(day)}`,
  columns: [
    {
      header: 'What',
      cell: ({ is_reactivation }) =>
        is_reactivation ? (
          <span className={tableClasses.good}>Came back</span>
        ) : (
          <span className={tableClasses.bad}>Left</span>
        ),
    },
    { header: 'Day', cell: ({ day }) => <DayText day={day} /> },
    { header: 'Reason', cell: ({ reason }) => (reason ? sayWord(reason) : <Missing />) },
    { header: 'In its own words', cell: ({ feedback }) => feedback || <Missing /> },
    {
      header: 'A year',
      isNumeric: true,
      cell: ({ amount_cents }, { money }) =>
        amount_cents === null ? <Missing /> : money(amount_cents, null),
    },
  ],
  form: [
    {
      fields: [
        { name: 'day', help: '' },
        { name: 'is_reactivation', label: 'The customer came back', help: '' },
        { name: 'reason', help: 'A word or code' },
        { name: 'amount_cents', label: 'A year', help: 'Recurring revenue lost or won back' },
        { name: 'feedback', label: 'In its own words', help: 'What the customer said about it' },
        { name: 'key', help: 'Left out, Ripen makes one' },
        { name: 'known', label: 'Known since', help: 'If not on the day it happened' },
      ],
    },
  ],
  start: ({ today }) => ({ day: today }),
  empty: {
    title: 'No churn is known',
    text: 'If this customer leaves, write down when and why: forecasts learn from it.',
  },
};
