import { DayText } from '@/components/DayText';
import type { FactKind } from '@/facts/factKind';
import tableClasses from '@/facts/list/FactTable.module.css';
import { seenBy } from '@/facts/list/useFacts';
import type { Schema } from '@/lib/api';
import { type Day, daysBetween } from '@/lib/day';

type Invoice = Schema<'Invoice'>;

/** The bills of an account and whether they were paid in time. */
export const invoiceKind: FactKind<Invoice> = {
  schema: 'Invoice',
  path: '/api/v1/invoices',
  happened: 'issued',
  sort: '-issued',
  title: 'Invoices',
  one: 'invoice',
  nameOf: ({ key }) => `invoice ${key}`,
  columns: [
    { header: 'Invoice', cell: ({ key }) => key },
    { header: 'State', cell: (invoice, { day, today }) => <State invoice={invoice} day={day ?? today} /> },
    { header: 'Issued', cell: ({ issued }) => <DayText day={issued} /> },
    { header: 'Due', cell: ({ due }) => <DayText day={due} /> },
    { header: 'Paid', cell: ({ paid }, { day }) => <DayText day={seenBy(day, paid)} /> },
    {
      header: 'Amount',
      isNumeric: true,
      cell: ({ amount_cents, currency }, { money }) => money(amount_cents, currency),
    },
  ],
  form: [
    {
      fields: [
        { name: 'key', label: 'Number', isWide: true },
        { name: 'amount_cents', help: 'Negative for a credit' },
        { name: 'currency', help: 'Left out: the organisation’s' },
        { name: 'issued', help: '' },
        { name: 'due', help: '' },
        { name: 'paid', help: 'Empty while it is open' },
        { name: 'known', label: 'Known since', help: 'If not on the day it happened' },
      ],
    },
  ],
  start: ({ today }) => ({ issued: today }),
  empty: {
    title: 'No invoices are known',
    text: 'Add them here or import a file of them: which customers pay late is often the first sign of trouble.',
  },
};

function State({ invoice: { due, paid }, day }: { invoice: Invoice; day: Day }) {
  const settled = seenBy(day, paid);
  const late = due ? daysBetween(due, settled ?? day) : 0;
  if (settled) {
    return late > 0 ? (
      <span className={tableClasses.soon}>paid {late} d late</span>
    ) : (
      <span className={tableClasses.good}>paid in time</span>
    );
  }
  return late > 0 ? (
    <span className={tableClasses.bad}>{late} d past due</span>
  ) : (
    <span className={tableClasses.note}>open</span>
  );
}
