import { useMemo } from 'react';
import { Chart, type ChartTable } from '@/components/chart/Chart';
import { amountAxis, chartGrid, labelAxis, legendOf, tooltipStyle } from '@/components/chart/frame';
import { type Palette, usePalette } from '@/components/chart/palette';

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
    color: palette.series,
    grid: chartGrid(true, 20),
    legend: legendOf(palette),
    tooltip: { trigger: 'axis', ...tooltipStyle(palette) },
    xAxis: labelAxis(
      months.map((m) => `Month ${m.month}`),
      palette,
    ),
    yAxis: amountAxis({ palette, format: short, min: 0 }),
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
