import { useMemo } from 'react';
import { Chart, type ChartTable } from '@/components/chart/Chart';
import { type Palette, usePalette } from '@/components/chart/palette';
import { tooltipStyle } from '@/components/chart/TrendChart';
import type { Schema } from '@/lib/api';
import { formatMoney } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';

type Simulation = Schema<'Simulation'>;

/** Both courses on one picture; the plateau where it is in sight. */
export function GrowthChart({ simulation }: { simulation: Simulation }) {
  const { currency } = useOrganisation();
  const palette = usePalette();
  const option = useMemo(() => growthOption(simulation, currency, palette), [simulation, currency, palette]);
  const table = useMemo(() => growthTable(simulation, currency), [simulation, currency]);
  return (
    <Chart label="Recurring revenue with and without churn" option={option} table={table} height={340} />
  );
}

const growthTable = ({ months }: Simulation, currency: string): ChartTable => ({
  headers: ['Month', 'With churn', 'Without', 'Lost in the month', 'Taken by then'],
  rows: months.map((m) => [
    m.month,
    ...[m.revenue_cents, m.no_churn_cents, m.lost_cents, m.taken_cents].map((cents) =>
      formatMoney(cents, currency),
    ),
  ]),
});

function growthOption({ months, plateau_cents }: Simulation, currency: string, palette: Palette) {
  const short = (cents: number) => formatMoney(cents, currency, true);
  const highest = Math.max(...months.map((m) => m.no_churn_cents));
  const line = (name: string, key: 'revenue_cents' | 'no_churn_cents', isDashed: boolean) => ({
    type: 'line',
    name,
    data: months.map((m) => m[key]),
    showSymbol: false,
    lineStyle: { width: isDashed ? 2 : 2.5, type: isDashed ? 'dashed' : 'solid' },
    tooltip: {
      valueFormatter: (value: unknown) => (typeof value === 'number' ? formatMoney(value, currency) : ''),
    },
  });
  const isPlateauInSight = plateau_cents !== null && plateau_cents <= highest * 1.05;
  return {
    animation: false,
    color: palette.series,
    grid: { left: 8, right: 20, top: 34, bottom: 22, containLabel: true },
    legend: {
      left: 0,
      top: 0,
      icon: 'roundRect',
      itemWidth: 12,
      itemHeight: 3,
      textStyle: { color: palette['ink-soft'] },
    },
    tooltip: { trigger: 'axis', ...tooltipStyle(palette) },
    xAxis: {
      type: 'category',
      data: months.map((m) => `Month ${m.month}`),
      boundaryGap: false,
      axisLine: { lineStyle: { color: palette.line } },
      axisTick: { show: false },
      axisLabel: { color: palette['ink-soft'], fontSize: 11, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      min: 0,
      splitNumber: 4,
      splitLine: { lineStyle: { color: palette.line } },
      axisLabel: { color: palette['ink-soft'], fontSize: 11, formatter: short },
    },
    series: [
      {
        ...line('With churn', 'revenue_cents', false),
        areaStyle: { opacity: 0.12 },
        ...(isPlateauInSight
          ? {
              markLine: {
                silent: true,
                symbol: 'none',
                data: [{ yAxis: plateau_cents }],
                lineStyle: { color: palette['ink-soft'], type: 'dotted' },
                label: {
                  formatter: `comes to rest at ${short(plateau_cents)}`,
                  position: 'insideEndTop',
                  color: palette['ink-soft'],
                },
              },
            }
          : {}),
      },
      line('Without churn', 'no_churn_cents', true),
    ],
  };
}
