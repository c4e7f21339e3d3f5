import { useMemo } from 'react';
import { Chart } from '@/components/chart/Chart';
import { tooltipStyle } from '@/components/chart/frame';
import { type Palette, usePalette } from '@/components/chart/palette';
import { shareAxis, shareGrid, shareLegend } from '@/components/chart/share';
import { tooltipBox } from '@/components/chart/tooltip';
import { whiskerSeries } from '@/components/chart/whisker';
import type { Schema } from '@/lib/api';
import { formatCount, formatPercent } from '@/lib/format';

type Bin = Schema<'ToldBin'>;

const LEFT = 'Share that left';
const INTERVAL = '95 % interval';

/** Does a share that is told come true: told along the bottom, happened upwards, the diagonal is right. */
export function CalibrationChart({ label, bins }: { label: string; bins: Bin[] }) {
  const palette = usePalette();
  const option = useMemo(() => calibrationOption(bins, palette), [bins, palette]);
  const table = useMemo(() => calibrationTable(bins), [bins]);
  return <Chart label={label} option={option} table={table} height={360} />;
}

const range = ({ low_pct, high_pct }: Bin) => `${formatPercent(low_pct)} to ${formatPercent(high_pct)}`;

const calibrationTable = (bins: Bin[]) => ({
  headers: ['Told', 'Left', '95 %', 'Rows', 'Customers'],
  rows: bins.map((bin) => [
    formatPercent(bin.told_pct),
    formatPercent(bin.left_pct),
    range(bin),
    formatCount(bin.rows),
    formatCount(bin.accounts),
  ]),
});

/** A round number above everything drawn, in four steps at most. */
function topOf(bins: Bin[]) {
  const highest = Math.max(1, ...bins.flatMap(({ told_pct, high_pct }) => [told_pct, high_pct]));
  const step = [1, 2, 5, 10, 25].find((size) => highest <= 4 * size) ?? 25;
  return { top: Math.ceil(highest / step) * step, step };
}

function calibrationOption(bins: Bin[], palette: Palette) {
  const { top, step } = topOf(bins);
  return {
    grid: shareGrid(1),
    legend: shareLegend(palette, [LEFT, INTERVAL]),
    tooltip: {
      trigger: 'item',
      ...tooltipStyle(palette),
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const bin = bins[dataIndex];
        if (!bin) return '';
        return tooltipBox(`Told ${formatPercent(bin.told_pct)}`, [
          { color: palette.accent, name: LEFT, value: formatPercent(bin.left_pct) },
          { color: palette['ink-soft'], name: INTERVAL, value: range(bin) },
        ]);
      },
    },
    xAxis: shareAxis({ palette, name: 'Told', max: top, step, isAlong: true }),
    yAxis: shareAxis({ palette, name: 'Left', max: top, step }),
    series: [
      {
        type: 'line',
        name: 'As told',
        data: [
          [0, 0],
          [top, top],
        ],
        showSymbol: false,
        silent: true,
        lineStyle: { width: 1.5, type: 'dotted', color: palette['ink-soft'] },
        itemStyle: { color: palette['ink-soft'] },
      },
      whiskerSeries({
        name: INTERVAL,
        ends: bins.map(({ low_pct, high_pct }) => [low_pct, high_pct]),
        at: bins.map(({ told_pct }) => told_pct),
        color: palette['ink-soft'],
      }),
      {
        type: 'scatter',
        name: LEFT,
        z: 6,
        data: bins.map(({ told_pct, left_pct }) => [told_pct, left_pct]),
        symbolSize: 10,
        itemStyle: { color: palette.accent },
      },
    ],
  };
}

/** The same as a file. */
export const binColumns = {
  told_pct: (bin: Bin) => bin.told_pct,
  from_pct: (bin: Bin) => bin.from_pct,
  to_pct: (bin: Bin) => bin.to_pct,
  left_pct: (bin: Bin) => bin.left_pct,
  low_pct: (bin: Bin) => bin.low_pct,
  high_pct: (bin: Bin) => bin.high_pct,
  rows: (bin: Bin) => bin.rows,
  accounts: (bin: Bin) => bin.accounts,
  left: (bin: Bin) => bin.left,
};
