import { useMemo } from 'react';
import { Chart, type ChartTable } from '@/components/chart/Chart';
import { amountAxis, chartGrid, tooltipStyle } from '@/components/chart/frame';
import { type Palette, usePalette } from '@/components/chart/palette';
import { tooltipBox } from '@/components/chart/tooltip';
import { formatCount, formatMany, formatPercent } from '@/lib/format';
import type { ValueList } from './valueChoice';

/** On how few customers the value rests: the most valuable first, up to all. */
export function ShareChart({ list }: { list: ValueList }) {
  const palette = usePalette();
  const option = useMemo(() => shareOption(list, palette), [list, palette]);
  const table = useMemo(() => shareTable(list), [list]);
  return <Chart label="Share of value by share of customers" option={option} table={table} height={300} />;
}

const percent = (value: number) => formatPercent(Math.round(value));

const shareTable = ({ shares }: ValueList): ChartTable => ({
  headers: ['The most valuable', 'Of customers', 'Of the value of three years'],
  rows: shares.map(({ accounts, accounts_pct, ltv_3y_pct }) => [
    formatCount(accounts),
    percent(accounts_pct),
    percent(ltv_3y_pct),
  ]),
});

function shareOption({ shares, half_accounts, all }: ValueList, palette: Palette) {
  const half = half_accounts === null ? null : (100 * half_accounts) / all.accounts;
  const axis = { palette, min: 0, max: 100, step: 25, format: (value: number) => `${value}%` };
  return {
    color: palette.series,
    grid: { ...chartGrid(false, 24), bottom: 22 },
    tooltip: {
      trigger: 'axis',
      ...tooltipStyle(palette),
      formatter: (under: { dataIndex: number }[]) => boxOf(shares[under[0]?.dataIndex ?? -1], palette),
    },
    xAxis: {
      ...amountAxis({ ...axis, isLined: false }),
      name: 'of customers, the most valuable first',
      nameLocation: 'middle',
      nameGap: 24,
      nameTextStyle: { color: palette['ink-soft'], fontSize: 11 },
    },
    yAxis: amountAxis(axis),
    series: [
      {
        type: 'line',
        name: 'Value',
        data: shares.map(({ accounts_pct, ltv_3y_pct }) => [accounts_pct, ltv_3y_pct]),
        showSymbol: false,
        lineStyle: { width: 2.5 },
        areaStyle: { opacity: 0.1 },
        ...(half === null ? {} : { markLine: halfLine(half, half_accounts ?? 0, palette) }),
      },
      {
        type: 'line',
        name: 'If all were alike',
        data: [
          [0, 0],
          [100, 100],
        ],
        showSymbol: false,
        silent: true,
        color: palette['ink-soft'],
        lineStyle: { width: 1, type: 'dotted' },
      },
    ],
  };
}

/** From the axis up to the curve, where half of the value is. */
const halfLine = (half: number, accounts: number, palette: Palette) => ({
  silent: true,
  symbol: ['none', 'circle'],
  symbolSize: 7,
  lineStyle: { color: palette['ink-soft'], type: 'dotted' },
  label: {
    position: 'end',
    padding: [18, 0, 0, 12],
    align: 'left',
    color: palette.ink,
    formatter: `half: ${formatMany(accounts, 'customer')}`,
  },
  data: [[{ coord: [half, 0] }, { coord: [half, 50] }]],
});

function boxOf(share: ValueList['shares'][number] | undefined, palette: Palette) {
  if (!share) return '';
  const title = `The most valuable ${formatCount(share.accounts)} (${percent(share.accounts_pct)})`;
  return tooltipBox(title, [
    { color: palette.series[0] ?? '', name: 'Of the value', value: percent(share.ltv_3y_pct) },
  ]);
}
