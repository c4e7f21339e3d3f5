import { Link } from 'react-router';
import { Missing, Money } from '@/components/numbers';
import cells from '@/components/table/cells.module.css';
import type { Column } from '@/components/table/DataTable';
import { accountPath } from '@/lib/accountPath';
import type { Schema } from '@/lib/api';
import { formatMonth } from '@/lib/day';
import { formatMoney } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import { kindOf } from './kinds';
import classes from './Revenue.module.css';

export type Mover = Schema<'Mover'>;

/** Which columns say something: the kind among all kinds, when among several months. */
export function moverColumns({
  isOfAll,
  isOfOneMonth,
}: {
  isOfAll: boolean;
  isOfOneMonth: boolean;
}): Column<Mover>[] {
  return [
    {
      id: 'name',
      header: 'Account',
      width: 150,
      cell: ({ key, name }) => (
        <Link to={accountPath(key)} className={cells.name} tabIndex={-1}>
          {name}
        </Link>
      ),
    },
    ...(isOfAll ? [kindColumn] : []),
    {
      id: 'owner',
      header: 'Owner',
      width: 110,
      cell: ({ owner }) =>
        owner ? <span className={cells.clip}>{owner}</span> : <Missing reason="nobody" />,
    },
    ...(isOfOneMonth ? [] : [whenColumn]),
    {
      id: 'before',
      header: 'Before',
      width: 84,
      isNumeric: true,
      cell: (row) => <Level cents={row.before_cents} />,
    },
    {
      id: 'change',
      header: 'Change',
      width: 92,
      isNumeric: true,
      cell: (row) => <Change cents={row.change_cents} />,
    },
    {
      id: 'after',
      header: 'After',
      width: 84,
      isNumeric: true,
      cell: (row) => <Level cents={row.after_cents} />,
    },
  ];
}

const kindColumn: Column<Mover> = {
  id: 'kind',
  header: 'Kind',
  width: 100,
  cell: ({ kind }) => kindOf(kind)?.label,
};

const whenColumn: Column<Mover> = {
  id: 'when',
  header: 'When',
  width: 124,
  cell: (row) => (
    <span
      title={row.months > 1 ? `In ${row.months} months, first in ${formatMonth(row.first_month)}` : undefined}
    >
      {whenText(row)}
    </span>
  ),
};

/** The last month, and in how many the account moved so. */
const whenText = ({ last_month, months }: Mover) =>
  months === 1 ? formatMonth(last_month) : `${formatMonth(last_month)}, ${months} mo`;

const Level = ({ cents }: { cents: number | null }) =>
  cents === null ? <Missing reason="in another currency" /> : <Money cents={cents} />;

function Change({ cents }: { cents: number }) {
  const { currency } = useOrganisation();
  return (
    <strong className={classes.change}>
      {cents > 0 ? '+' : ''}
      {formatMoney(cents, currency)}
    </strong>
  );
}

/** A movement in two lines, on a phone. */
export function CompactMover({ row, isOfAll }: { row: Mover; isOfAll: boolean }) {
  return (
    <div className={cells.compact}>
      <div>
        <Link to={accountPath(row.key)} className={cells.name} tabIndex={-1}>
          {row.name}
        </Link>
        <small>
          {[isOfAll && kindOf(row.kind)?.label, whenText(row), row.owner].filter(Boolean).join(' · ')}
        </small>
      </div>
      <div>
        <Change cents={row.change_cents} />
        <small>
          <Level cents={row.before_cents} /> → <Level cents={row.after_cents} />
        </small>
      </div>
    </div>
  );
}
