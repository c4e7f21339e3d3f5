import { Link } from 'react-router';
import { HealthBadge } from '@/components/HealthBadge';
import { MaturityBadge } from '@/components/MaturityBadge';
import { Delta, MetricValue, Missing, Money } from '@/components/numbers';
import cells from '@/components/table/cells.module.css';
import type { Column } from '@/components/table/DataTable';
import { accountPath } from '@/lib/accountPath';
import type { Schema } from '@/lib/api';
import { type Day, formatDay } from '@/lib/day';
import { formatFloor } from '@/lib/format';
import classes from './Portfolio.module.css';
import type { PortfolioRow } from './usePortfolio';

type Metric = Schema<'Metric'>;
type PortfolioColumn = Column<PortfolioRow>;

/** A column one can choose, and where the picker lists it. */
export interface Choice {
  id: string;
  label: string;
  group: string;
}

const textFields = [
  ['health_card', 'Health card', 128],
  ['maturity_card', 'Maturity card', 128],
  ['owner', 'Owner', 124],
  ['lifecycle', 'Lifecycle', 108],
  ['stage', 'Stage', 108],
  ['size_band', 'Size', 108],
  ['location', 'Location', 100],
  ['industry', 'Industry', 140],
  ['use_case', 'Use case', 124],
  ['plan', 'Plan', 108],
] as const;

const healthColumn = (before: Day | undefined): PortfolioColumn => ({
  id: 'health',
  header: 'Health',
  help: 'Customer health score, 0 to 100, and its change over four weeks',
  helpTo: '/settings/cards/health',
  width: 124,
  isSortable: true,
  isNumeric: true,
  cell: (row) => (
    <>
      <HealthBadge
        score={row.health}
        band={row.health_band}
        coverage={row.health_coverage_pct}
        freshness={row.health_freshness_days}
      />
      <span className={classes.trend}>
        <Delta
          from={row.health_before}
          to={row.health}
          since={before ? formatDay(before) : 'four weeks before'}
        />
      </span>
    </>
  ),
});

const scoreColumns: PortfolioColumn[] = [
  healthColumn(undefined),
  {
    id: 'maturity',
    header: 'Maturity',
    help: 'Customer maturity index, 1 to 5',
    helpTo: '/settings/cards/maturity',
    width: 112,
    isSortable: true,
    isNumeric: true,
    cell: (row) => (
      <MaturityBadge
        score={row.maturity}
        band={row.maturity_band}
        coverage={row.maturity_coverage_pct}
        freshness={row.maturity_freshness_days}
      />
    ),
  },
  {
    id: 'cell',
    header: 'Action',
    help: 'The cell of the matrix, which names what to do',
    helpTo: '/matrix',
    width: 180,
    isSortable: true,
    cell: (row) => (
      <span className={row.cell === 'unknown' ? classes.unknown : cells.clip}>{row.cell_label}</span>
    ),
  },
  {
    id: 'arr',
    header: 'ARR',
    help: 'Annual recurring revenue of the day',
    helpTo: '/dictionary#arr',
    width: 104,
    isSortable: true,
    isNumeric: true,
    cell: (row) => <Money cents={row.arr_cents} />,
  },
  {
    id: 'days_to_renewal',
    header: 'Renewal',
    help: 'Days until the next renewal',
    helpTo: '/dictionary#days_to_renewal',
    width: 96,
    isSortable: true,
    isNumeric: true,
    cell: (row) => <Renewal days={row.renewal_days} />,
  },
  {
    id: 'qualification',
    header: 'Qualification',
    help: 'Of prospects: budget, authority, need and timing, 0 to 100',
    helpTo: '/settings/cards/qualification',
    width: 116,
    isSortable: true,
    isNumeric: true,
    cell: (row) =>
      row.qualification === null ? (
        <Missing reason="no prospect, or not enough known" />
      ) : (
        formatFloor(row.qualification)
      ),
  },
  {
    id: 'verdict',
    header: 'Verdict',
    help: 'On prospects: qualification and maturity together',
    helpTo: '/settings/cards/qualification',
    width: 112,
    isSortable: true,
    cell: (row) => (row.verdict ? verdicts[row.verdict] : <Missing reason="no prospect" />),
  },
];

const verdicts = {
  qualified: 'Qualified',
  nurture: 'Nurture',
  unqualified: 'Unqualified',
  unknown: 'Not yet known',
};

const SOON_DAYS = 30;

export function Renewal({ days }: { days: number | null }) {
  if (days === null) return <Missing reason="no renewal ahead" />;
  return (
    <span className={days <= SOON_DAYS ? classes.soon : undefined}>
      {days < 0 ? `${-days} d ago` : `${days} d`}
    </span>
  );
}

const textColumns: PortfolioColumn[] = textFields.map(([id, header, width]) => ({
  id,
  header,
  width,
  isSortable: true,
  cell: (row) => (row[id] ? <span className={cells.clip}>{row[id]}</span> : <Missing />),
}));

const builtIn = [...scoreColumns, ...textColumns];
const builtInIds = new Set(builtIn.map(({ id }) => id));

/** Those of the chosen columns whose values are asked for besides: metrics that the dictionary has. */
export const metricsAmong = (chosen: string[], metrics: Metric[]) =>
  chosen.filter((id) => !builtInIds.has(id) && metrics.some((metric) => metric.id === id));

export function columnChoices(metrics: Metric[]): Choice[] {
  return [
    ...scoreColumns.map(({ id, header }) => ({ id, label: header, group: 'Scores and money' })),
    ...textColumns.map(({ id, header }) => ({ id, label: header, group: 'Account' })),
    ...metrics.filter(({ id }) => !builtInIds.has(id)).map(({ id, label, group }) => ({ id, label, group })),
  ];
}

/** The columns of the table: the name, then what was chosen, in that order. */
export function portfolioColumns(
  chosen: string[],
  metrics: Metric[],
  day: Day | undefined,
  before: Day | undefined,
): PortfolioColumn[] {
  const metricIds = metricsAmong(chosen, metrics);
  const made = chosen.flatMap((id) => {
    const fixed = builtIn.find((column) => column.id === id);
    const metric = metrics.find((entry) => entry.id === id);
    if (id === 'health') return [healthColumn(before)];
    if (fixed) return [fixed];
    return metric ? [metricColumn(metric, metricIds.indexOf(id))] : [];
  });
  return [nameColumn(day), ...made];
}

const nameColumn = (day: Day | undefined): PortfolioColumn => ({
  id: 'name',
  header: 'Account',
  width: 172,
  isSortable: true,
  cell: (row) => (
    <Link to={accountPath(row.key, day)} className={cells.name} tabIndex={-1}>
      {row.name}
    </Link>
  ),
});

const metricColumn = (metric: Metric, at: number): PortfolioColumn => ({
  id: metric.id,
  header: metric.label,
  help: metric.formula,
  helpTo: `/dictionary#${metric.id}`,
  width: 128,
  isSortable: true,
  isNumeric: true,
  cell: (row) => <MetricValue value={row.values[at]} unit={metric.unit} />,
});

/** A row on a narrow screen: who it is at the left, how it stands and what it is worth at the right. */
export const compactRow = (day: Day | undefined) => (row: PortfolioRow) => (
  <div className={cells.compact}>
    <div>
      <Link to={accountPath(row.key, day)} className={cells.name} tabIndex={-1}>
        {row.name}
      </Link>
      <small>{[row.cell_label, row.owner].filter(Boolean).join(' · ')}</small>
    </div>
    <div>
      <HealthBadge
        score={row.health}
        band={row.health_band}
        coverage={row.health_coverage_pct}
        freshness={row.health_freshness_days}
      />
      <small>
        <Money cents={row.arr_cents} isShort />
      </small>
    </div>
  </div>
);
