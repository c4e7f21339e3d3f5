import { useMemo } from 'react';
import { Chart, type ChartTable } from '@/components/chart/Chart';
import { amountAxis, chartGrid, legendOf, tooltipStyle } from '@/components/chart/frame';
import { type Palette, usePalette } from '@/components/chart/palette';
import { Panel } from '@/components/Panel';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { $api, type Schema } from '@/lib/api';
import { formatCount, formatMany, formatNumber } from '@/lib/format';
import { formatShare } from './says';

type Group = Schema<'RetentionGroup'>;

/** What can be said where nobody can be told apart: how long customers stay. */
export function StayInstead({ filter }: { filter: string | undefined }) {
  const { data, error, refetch } = $api.useQuery('get', '/api/v1/forecast/retention', {
    params: { query: filter ? { filter } : {} },
  });
  const group = data?.groups[0];
  return (
    <Panel
      title="How long customers stay"
      hint="What the past says of all of them together: in place of a list of risks that would be no more than chance."
    >
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Loading how long customers stay" />}
      {data && (!group || group.points.length === 0) && (
        <EmptyState title="Nobody has left yet, as far as is known">
          Import who left and when: a column “churned” of accounts, or the ends of subscriptions.
        </EmptyState>
      )}
      {group && group.points.length > 0 && <StayCurve group={group} />}
    </Panel>
  );
}

function StayCurve({ group }: { group: Group }) {
  const palette = usePalette();
  const option = useMemo(() => stayOption(group, palette), [group, palette]);
  const table = useMemo(() => stayTable(group), [group]);
  return (
    <>
      <p style={{ margin: 0 }}>{stayWords(group)}</p>
      <Chart label="Share of customers still there" option={option} table={table} height={280} />
    </>
  );
}

function stayWords({ customers, left, median_months, mean_months, seen_months }: Group) {
  const who = `${formatCount(left)} of ${formatMany(customers, 'customer')} left.`;
  if (median_months !== null) return `${who} Half are gone after ${formatNumber(median_months)} months.`;
  return `${who} More than half are still there after ${formatNumber(seen_months ?? mean_months ?? 0)} months, as far as is known.`;
}

const stayTable = ({ points }: Group): ChartTable => ({
  headers: ['Months', 'Still there', '95 %', 'Watched', 'Left'],
  rows: points.map((point) => [
    formatNumber(point.months),
    formatShare(point.share_pct),
    point.low_pct === null || point.high_pct === null
      ? '–'
      : `${formatShare(point.low_pct)} to ${formatShare(point.high_pct)}`,
    formatCount(point.at_risk),
    formatCount(point.left),
  ]),
});

const YEAR = 12;

function stayOption({ points, seen_from_months, seen_months }: Group, palette: Palette) {
  const from = seen_from_months ?? 0;
  const until = seen_months ?? points.at(-1)?.months ?? YEAR;
  const curve = (of: (point: Group['points'][number]) => number | null) => [
    [from, 100],
    ...points.map((point) => [point.months, of(point) ?? '-']),
    [until, of(points.at(-1) as Group['points'][number]) ?? '-'],
  ];
  const line = (name: string, data: unknown[], isLimit: boolean) => ({
    type: 'line',
    name,
    step: 'end',
    data,
    showSymbol: false,
    lineStyle: { width: isLimit ? 1 : 2.5, type: isLimit ? 'dotted' : 'solid' },
    color: isLimit ? palette['ink-soft'] : palette.series[0],
    tooltip: { valueFormatter: (value: unknown) => (typeof value === 'number' ? formatShare(value) : '–') },
  });
  return {
    grid: { ...chartGrid(true, 24), bottom: 22 },
    legend: legendOf(palette),
    tooltip: { trigger: 'axis', ...tooltipStyle(palette) },
    xAxis: {
      ...amountAxis({ palette, min: 0, max: Math.ceil(until / YEAR) * YEAR, isLined: false }),
      interval: YEAR,
      name: 'months since the start',
      nameLocation: 'middle',
      nameGap: 24,
    },
    yAxis: amountAxis({ palette, format: (value) => `${value}%`, min: 0, max: 100 }),
    series: [
      line(
        'Still there',
        curve((point) => point.share_pct),
        false,
      ),
      line(
        '95 %',
        curve((point) => point.low_pct),
        true,
      ),
      line(
        '95 %',
        curve((point) => point.high_pct),
        true,
      ),
    ],
  };
}
