/** Rates month by month, each with its interval. */
import { amountAxis, chartGrid, labelAxis, legendOf, tooltipStyle } from '@/components/chart/frame';
import type { Palette } from '@/components/chart/palette';
import { whiskerSeries } from '@/components/chart/whisker';
import { formatPercent } from '@/lib/format';

export interface Point {
  value: number | null;
  low: number | null;
  high: number | null;
  /** What it is of: "46 of 50". */
  of?: string;
}

interface PointsWithin {
  name: string;
  labels: string[];
  points: Point[];
  color: string | undefined;
  palette: Palette;
  /** The scale ends at 100 %, and begins where there is something to see. */
  isNearAll?: boolean;
  /** Further series upon the same scale. */
  more?: object[];
  /** Their values, which the scale has to reach. */
  floor?: (number | null)[];
}

const ALL = 100;
const STEP = 20;
const MOST_FROM = 80;

export function pointsWithin({
  name,
  labels,
  points,
  color,
  palette,
  isNearAll = false,
  more = [],
  floor = [],
}: PointsWithin) {
  const told = ({ value, low, high, of }: Point) =>
    value === null
      ? 'not known'
      : `${formatPercent(value)} (${formatPercent(low)} to ${formatPercent(high)})${of ? `, ${of}` : ''}`;
  const lows = [...points.map(({ low }) => low), ...floor].filter((low) => low !== null);
  const from = Math.min(MOST_FROM, Math.floor(Math.min(ALL, ...lows) / STEP) * STEP);
  return {
    grid: chartGrid(true),
    legend: legendOf(palette),
    tooltip: { trigger: 'axis', ...tooltipStyle(palette) },
    xAxis: labelAxis(labels, palette, true),
    yAxis: {
      ...amountAxis({
        palette,
        format: formatPercent,
        min: isNearAll ? from : 0,
        max: isNearAll ? ALL : undefined,
      }),
      ...(isNearAll ? { interval: (ALL - from) / 4 } : {}),
    },
    series: [
      {
        type: 'line',
        name,
        data: points.map(({ value }) => value),
        color,
        symbol: 'circle',
        symbolSize: 6,
        lineStyle: { width: 1.5 },
        z: 6,
        tooltip: {
          valueFormatter: (_: unknown, index: number) => {
            const point = points[index];
            return point ? told(point) : '';
          },
        },
      },
      ...more,
      whiskerSeries({
        name: '95 % interval',
        color: palette['ink-soft'],
        ends: points.map(({ low, high }) => (low === null || high === null ? null : [low, high])),
      }),
    ],
  };
}
