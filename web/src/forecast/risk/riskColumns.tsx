import { Link } from 'react-router';
import { DayText } from '@/components/DayText';
import { HealthBadge } from '@/components/HealthBadge';
import { IntervalBar } from '@/components/interval/IntervalBar';
import { MaturityBadge } from '@/components/MaturityBadge';
import { Missing, Money } from '@/components/numbers';
import cells from '@/components/table/cells.module.css';
import type { Column, Sort } from '@/components/table/DataTable';
import { type Day, daysBetween, formatDay } from '@/lib/day';
import { formatDelta } from '@/lib/format';
import classes from './Risk.module.css';
import { formatShare } from './says';
import type { RiskRow, RiskSort } from './useRisks';

/** The tab of the account that says why. */
export const riskPath = (key: string) => `/accounts/${encodeURIComponent(key)}?tab=risk`;

const sortable = ['risk', 'at_risk', 'arr', 'renewal'];

export const defaultSort: RiskSort = '-risk';

export const readSort = (text: string | undefined): RiskSort =>
  text && sortable.includes(text.replace(/^-/, '')) ? (text as RiskSort) : defaultSort;

export const sortOf = (sort: RiskSort): Sort => ({
  id: sort.replace(/^-/, ''),
  isDescending: sort.startsWith('-'),
});
export const sortText = ({ id, isDescending }: Sort) => `${isDescending ? '-' : ''}${id}` as RiskSort;

interface Scale {
  /** The share of all that leave. */
  base: number | null;
  /** The end of the scale, in per cent. */
  top: number;
  today: Day;
}

/** Columns in the order of the question: who, how likely, why, what it would cost, until when. */
export const riskColumns = ({ base, top, today }: Scale): Column<RiskRow>[] => [
  {
    id: 'name',
    header: 'Account',
    width: 148,
    cell: (row) => (
      <Link to={riskPath(row.key)} className={cells.name} tabIndex={-1}>
        {row.name}
      </Link>
    ),
  },
  {
    id: 'risk',
    header: 'Probability',
    help: 'That it leaves, with what happened to those told about as much. The thin line is the share of all.',
    width: 150,
    isSortable: true,
    cell: (row) => (
      <div className={classes.interval}>
        <IntervalBar
          value={row.p_pct}
          low={row.low_pct}
          high={row.high_pct}
          from={0}
          to={top}
          mark={base}
          format={formatShare}
          isFaint={!row.is_risk}
        />
      </div>
    ),
  },
  {
    id: 'reason',
    header: 'Above all because',
    help: 'The strongest that raises it, and by how many per cent. All reasons stand at the account.',
    width: 236,
    cell: (row) => <Reason row={row} />,
  },
  {
    id: 'arr',
    header: 'ARR',
    width: 72,
    isSortable: true,
    isNumeric: true,
    cell: (row) => <Money cents={row.arr_cents} isShort />,
  },
  {
    id: 'at_risk',
    header: 'ARR at risk',
    help: 'Probability times ARR',
    width: 90,
    isSortable: true,
    isNumeric: true,
    cell: (row) => <Money cents={row.at_risk_cents} isShort />,
  },
  {
    id: 'health',
    header: 'Health',
    width: 72,
    isNumeric: true,
    cell: (row) => <HealthBadge score={row.health} band={row.health_band} />,
  },
  {
    id: 'maturity',
    header: 'Maturity',
    width: 84,
    isNumeric: true,
    cell: (row) => <MaturityBadge score={row.maturity} band={row.maturity_band} />,
  },
  {
    id: 'renewal',
    header: 'Renewal',
    help: 'When the running term ends',
    width: 98,
    isSortable: true,
    isNumeric: true,
    cell: (row) => (row.renewal ? <DayText day={row.renewal} /> : <Missing reason="no renewal ahead" />),
  },
  {
    id: 'notice',
    header: 'Notice until',
    help: 'The last day on which notice keeps the term from renewing',
    width: 98,
    isNumeric: true,
    cell: (row) => <Notice day={row.notice} today={today} />,
  },
  {
    id: 'owner',
    header: 'Owner',
    width: 88,
    cell: (row) =>
      row.owner ? <span className={cells.clip}>{row.owner}</span> : <Missing reason="nobody yet" />,
  },
];

/** "+8": the size first, so that it is never cut off. */
function Reason({ row: { reason, points } }: { row: RiskRow }) {
  if (reason === null || points === null) return <Missing reason="nothing raises it" />;
  return (
    <span className={cells.clip} title={`${reason}: ${formatDelta(points)} points`}>
      <b className={classes.points}>{formatDelta(points, 0)}</b>
      <span className="visually-hidden"> points: </span> {reason}
    </span>
  );
}

const SOON_DAYS = 30;

function Notice({ day, today }: { day: Day | null; today: Day }) {
  if (!day) return <Missing reason="no renewal ahead" />;
  const left = daysBetween(today, day);
  return (
    <span className={left >= 0 && left <= SOON_DAYS ? classes.soon : undefined}>
      {left < 0 ? <span title={`It ended on ${formatDay(day)}`}>passed</span> : <DayText day={day} />}
    </span>
  );
}

/** A row on a narrow screen: who and why at the left, how likely and how much at the right. */
export const compactRisk = (row: RiskRow) => (
  <div className={cells.compact}>
    <div>
      <Link to={riskPath(row.key)} className={cells.name} tabIndex={-1}>
        {row.name}
      </Link>
      <small>
        <Reason row={row} />
      </small>
    </div>
    <div>
      <b>{formatShare(row.p_pct)}</b>
      <small>
        <Money cents={row.at_risk_cents} isShort /> at risk
      </small>
    </div>
  </div>
);
