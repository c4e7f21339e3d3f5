import { Table } from '@mantine/core';
import { ListTable } from '@/components/ListTable';
import { Count, Money } from '@/components/numbers';
import type { Day } from '@/lib/day';
import { formatMoney } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import { type Kind, type KindId, kindsOf, type Month } from './kinds';
import { monthName } from './monthName';
import classes from './Revenue.module.css';
import { ALL } from './revenueChoice';

type Pick = (moved: KindId | typeof ALL, month?: Day) => void;

interface MonthsTableProps {
  months: Month[];
  total: Month;
  onPick: Pick;
}

/** The bridge of each month, the newest first, and of all of them; each figure leads to whose it is. */
export function MonthsTable({ months, total, onPick }: MonthsTableProps) {
  const shown = kindsOf(months);
  return (
    <div className={classes.months}>
      <ListTable
        label="ARR by month"
        minWidth={820}
        headers={['Month', 'ARR before', ...shown.map(({ label }) => label), 'ARR after', 'Customers']}
      >
        <Row month={total} kinds={shown} label="All months" onPick={(moved) => onPick(moved)} isAll />
        {months.toReversed().map((month) => (
          <Row
            key={month.month}
            month={month}
            kinds={shown}
            label={monthName(month)}
            onPick={(moved) => onPick(moved, month.month)}
          />
        ))}
      </ListTable>
    </div>
  );
}

interface RowProps {
  month: Month;
  kinds: Kind[];
  label: string;
  onPick: Pick;
  isAll?: boolean;
}

function Row({ month, kinds, label, onPick, isAll = false }: RowProps) {
  return (
    <Table.Tr fw={isAll ? 600 : undefined} data-open={month.is_open && !isAll}>
      <Table.Td>
        <button type="button" className={classes.figure} onClick={() => onPick(ALL)}>
          {label}
        </button>
      </Table.Td>
      <Table.Td>
        <Money cents={month.start_arr_cents} />
      </Table.Td>
      {kinds.map((kind) => (
        <Table.Td key={kind.id}>
          <Change kind={kind} month={month} label={label} onPick={onPick} />
        </Table.Td>
      ))}
      <Table.Td>
        <Money cents={month.end_arr_cents} />
      </Table.Td>
      <Table.Td
        title={`${month.new_customers + month.returned_customers} came, ${month.lost_customers} left`}
      >
        <Count value={month.end_customers} />
      </Table.Td>
    </Table.Tr>
  );
}

interface ChangeProps {
  kind: Kind;
  month: Month;
  label: string;
  onPick: Pick;
}

function Change({ kind, month, label, onPick }: ChangeProps) {
  const { currency } = useOrganisation();
  const cents = kind.change(month);
  if (cents === 0) return <span className={classes.none}>0</span>;
  const text = `${cents > 0 ? '+' : ''}${formatMoney(cents, currency)}`;
  return (
    <button
      type="button"
      className={classes.figure}
      aria-label={`${kind.label}, ${label}: ${text}`}
      onClick={() => onPick(kind.id)}
    >
      {text}
    </button>
  );
}
