import { Link } from 'react-router';
import { DayText } from '@/components/DayText';
import { HealthBadge } from '@/components/HealthBadge';
import { MaturityBadge } from '@/components/MaturityBadge';
import { Missing, Money } from '@/components/numbers';
import cells from '@/components/table/cells.module.css';
import type { Column } from '@/components/table/DataTable';
import { accountPath } from '@/lib/accountPath';
import type { Schema } from '@/lib/api';
import { type Day, daysBetween, formatDay } from '@/lib/day';
import { formatMany } from '@/lib/format';
import { Chance, chanceText } from '../Chance';
import classes from './Renewals.module.css';

export type RenewalRow = Schema<'RenewalRow'>;

const SOON_DAYS = 30;

/** Columns as of a day; an order may be asked for by those the server sorts by. */
export const renewalColumns = (day: Day): Column<RenewalRow>[] => [
  {
    id: 'name',
    header: 'Account',
    width: 160,
    cell: ({ key, name }) => (
      <Link to={accountPath(key)} className={cells.name} tabIndex={-1}>
        {name}
      </Link>
    ),
  },
  {
    id: 'owner',
    header: 'Owner',
    width: 112,
    cell: ({ owner }) => (owner ? <span className={cells.clip}>{owner}</span> : <Missing reason="nobody" />),
  },
  {
    id: 'day',
    header: 'Renewal',
    help: 'The first day of the next term',
    width: 160,
    isSortable: true,
    cell: (row) => (
      <span>
        {formatDay(row.day)} <small className={cells.soft}>{left(daysBetween(day, row.day))}</small>
      </span>
    ),
  },
  {
    id: 'notice',
    header: 'Notice by',
    width: 158,
    cell: (row) => <Notice row={row} day={day} />,
  },
  {
    id: 'term',
    header: 'Term',
    width: 66,
    isNumeric: true,
    cell: ({ term_months, number }) => (
      <span title={number ? `renewal ${number} of this customer` : undefined}>{term_months} mo</span>
    ),
  },
  {
    id: 'due',
    header: 'Due',
    help: 'ARR whose term ends; the largest first',
    width: 92,
    isSortable: true,
    isNumeric: true,
    cell: ({ due_cents }) =>
      due_cents === null ? <Missing reason="in another currency" /> : <Money cents={due_cents} />,
  },
  {
    id: 'chance',
    header: 'Chance',
    help: 'Of being renewed; the least first',
    width: 104,
    isSortable: true,
    isNumeric: true,
    cell: (row) => <Chance pct={row.chance_pct} source={row.source} />,
  },
  {
    id: 'at_risk',
    header: 'At risk',
    help: 'Due × (1 − chance); the most first',
    width: 88,
    isSortable: true,
    isNumeric: true,
    cell: ({ at_risk_cents }) =>
      at_risk_cents === null ? (
        <Missing reason="without an amount or a chance" />
      ) : (
        <Money cents={at_risk_cents} />
      ),
  },
  {
    id: 'health',
    header: 'Health',
    width: 78,
    isNumeric: true,
    cell: (row) => <HealthBadge score={row.health} band={row.health_band} />,
  },
  {
    id: 'maturity',
    header: 'Maturity',
    width: 100,
    isNumeric: true,
    cell: (row) => <MaturityBadge score={row.maturity} band={row.maturity_band} />,
  },
];

const left = (days: number) => (days === 1 ? 'tomorrow' : `in ${formatMany(days, 'day')}`);

/** The last day for notice: marked when it has passed, or comes within thirty days. */
function Notice({ row, day }: { row: RenewalRow; day: Day }) {
  const { notice, is_notice_over, is_automatic } = row;
  const byItself = is_automatic && <small className={cells.soft}>renews by itself</small>;
  if (!notice) return byItself || <Missing reason="no notice is agreed" />;
  const days = daysBetween(day, notice);
  if (is_notice_over)
    return (
      <span title={`The last day for notice was ${formatDay(notice)}`}>
        <strong className={classes.over}>over</strong> {byItself}
      </span>
    );
  return (
    <span>
      <DayText day={notice} />{' '}
      {days <= SOON_DAYS ? (
        <strong className={classes.soon}>{days === 0 ? 'today' : left(days)}</strong>
      ) : (
        byItself
      )}
    </span>
  );
}

/** A renewal in two lines, on a phone. */
export function CompactRenewal({ row, day }: { row: RenewalRow; day: Day }) {
  return (
    <div className={cells.compact}>
      <div>
        <Link to={accountPath(row.key)} className={cells.name} tabIndex={-1}>
          {row.name}
        </Link>
        <small>
          {formatDay(row.day)}, {left(daysBetween(day, row.day))}
          {row.owner && ` · ${row.owner}`}
        </small>
      </div>
      <div>
        <Money cents={row.due_cents} />
        <small>{row.chance_pct === null ? 'chance not known' : `${chanceText(row.chance_pct)} renews`}</small>
      </div>
    </div>
  );
}
