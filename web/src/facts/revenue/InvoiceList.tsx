import { DayText } from '@/components/DayText';
import { EmptyState } from '@/components/states';
import { FactTable } from '@/facts/list/FactTable';
import tableClasses from '@/facts/list/FactTable.module.css';
import { seenBy, useFacts } from '@/facts/list/useFacts';
import { api, type Schema } from '@/lib/api';
import { type Day, daysBetween } from '@/lib/day';
import { useOrganisation } from '@/lib/organisation';
import { useOwnMoney } from './money';

type Invoice = Schema<'Invoice'>;

/** The bills of an account and whether they were paid in time. */
export function InvoiceList({ account, day }: { account: string; day: Day | undefined }) {
  const { today } = useOrganisation();
  const money = useOwnMoney();
  const list = useFacts<Invoice>(
    '/api/v1/invoices',
    (query) => api.GET('/api/v1/invoices', { params: { query } }),
    { account, day, happened: 'issued', sort: '-issued' },
  );
  return (
    <FactTable
      label="Invoices"
      list={list}
      columns={[
        { header: 'Invoice', cell: ({ key }) => key },
        { header: 'State', cell: (invoice) => <State invoice={invoice} day={day ?? today} /> },
        { header: 'Issued', cell: ({ issued }) => <DayText day={issued} /> },
        { header: 'Due', cell: ({ due }) => <DayText day={due} /> },
        { header: 'Paid', cell: ({ paid }) => <DayText day={seenBy(day, paid)} /> },
        {
          header: 'Amount',
          isNumeric: true,
          cell: ({ amount_cents, currency }) => money(amount_cents, currency),
        },
      ]}
      empty={
        <EmptyState title="No invoices are known">
          Imported invoices tell which customers pay late: often the first sign of trouble.
        </EmptyState>
      }
    />
  );
}

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
