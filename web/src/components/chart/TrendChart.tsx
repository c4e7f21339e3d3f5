import { useMemo } from 'react';
import { type Day, formatDay } from '@/lib/day';
import { MISSING } from '@/lib/format';
import { Chart, type ChartTable } from './Chart';
import { amountAxis, chartGrid, dayAxis, legendOf, tooltipStyle } from './frame';
import { type Palette, usePalette } from './palette';

export interface TrendSeries {
  name: string;
  values: (number | null)[];
  format: (value: number) => string;
  /** The scale at the right instead of the left. */
  isRight?: boolean;
  low?: number;
  high?: number;
}

interface TrendChartProps {
  label: string;
  days: Day[];
  series: TrendSeries[];
  height?: number;
  /** Values of the left scale to colour behind the lines: the bands of a card. */
  bands?: { from: number; to: number; tone: 'low' | 'medium' | 'high' }[];
  onPickDay?: (day: Day) => void;
}

/** Lines over days: one or two scales, gaps where nothing is known. */
export function TrendChart({ label, days, series, height, bands, onPickDay }: TrendChartProps) {
  const palette = usePalette();
  const option = useMemo(
    () => trendOption(days, series, bands ?? [], palette),
    [days, series, bands, palette],
  );
  const table = useMemo(() => trendTable(days, series), [days, series]);
  return (
    <Chart
      label={label}
      option={option}
      table={table}
      height={height}
      onPick={({ dataIndex }) => {
        const day = days[dataIndex];
        if (day) onPickDay?.(day);
      }}
    />
  );
}

const trendTable = (days: Day[], series: TrendSeries[]): ChartTable => ({
  headers: ['Day', ...series.map(({ name }) => name)],
  rows: days
    .map((day, index) => [
      formatDay(day),
      ...series.map(({ values, format }) => {
        const value = values[index];
        return value == null ? MISSING : format(value);
      }),
    ])
    .reverse(),
});

const valueAxis = (series: TrendSeries | undefined, palette: Palette, isLined: boolean) => ({
  ...amountAxis({ palette, format: series?.format, min: series?.low, max: series?.high, isLined }),
  show: series !== undefined,
  scale: series?.low === undefined,
  ...(series?.low !== undefined && series.high !== undefined
    ? { interval: (series.high - series.low) / 4 }
    : {}),
});

function trendOption(
  days: Day[],
  series: TrendSeries[],
  bands: NonNullable<TrendChartProps['bands']>,
  palette: Palette,
) {
  const left = series.find(({ isRight }) => !isRight);
  const right = series.find(({ isRight }) => isRight);
  return {
    color: palette.series,
    grid: chartGrid(series.length > 1, right ? 8 : 16),
    legend: { ...legendOf(palette), show: series.length > 1 },
    tooltip: { trigger: 'axis', ...tooltipStyle(palette) },
    xAxis: dayAxis(days, palette),
    yAxis: [valueAxis(left, palette, true), valueAxis(right, palette, false)],
    series: series.map(({ name, values, format, isRight }, index) => ({
      type: 'line',
      name,
      data: values,
      yAxisIndex: isRight ? 1 : 0,
      showSymbol: false,
      connectNulls: false,
      lineStyle: { width: 2, type: isRight ? 'dashed' : 'solid' },
      tooltip: {
        valueFormatter: (value: unknown) => (typeof value === 'number' ? format(value) : 'not known'),
      },
      ...(index === 0 && bands.length > 0 ? { markArea: bandAreas(bands, palette) } : {}),
    })),
  };
}

const bandAreas = (bands: NonNullable<TrendChartProps['bands']>, palette: Palette) => ({
  silent: true,
  data: bands.map(({ from, to, tone }) => [
    { yAxis: from, itemStyle: { color: palette[`${tone}-tint`], opacity: 0.5 } },
    { yAxis: to },
  ]),
});
