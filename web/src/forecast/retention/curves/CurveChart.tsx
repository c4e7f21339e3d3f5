import { useMemo } from 'react';
import { bandOf } from '@/components/chart/band';
import { Chart, type ChartTable } from '@/components/chart/Chart';
import { amountAxis, chartGrid, legendOf, tooltipStyle } from '@/components/chart/frame';
import { type Palette, usePalette } from '@/components/chart/palette';
import { tooltipBox } from '@/components/chart/tooltip';
import { formatCount, formatNumber, formatPercent, MISSING } from '@/lib/format';
import { sentence } from '@/lib/words';
import {
  drawnOf,
  type Group,
  observed,
  observedAt,
  projected,
  projectedAt,
  type Retention,
  type Share,
  stretches,
} from './curve';
import { ageText, rangeText } from './words';

interface CurveChartProps {
  retention: Retention;
  /** Whose interval is shown where there are too many to show them all. */
  picked: Group | undefined;
  onPick: (label: string) => void;
}

/** What is observed as steps, what is projected as a dashed line through them; the interval as a band. */
export function CurveChart({ retention, picked, onPick }: CurveChartProps) {
  const palette = usePalette();
  const option = useMemo(() => curveOption(retention, picked, palette), [retention, picked, palette]);
  const table = useMemo(() => curveTable(retention), [retention]);
  return (
    <Chart
      label="Share of customers still there, by months since their start"
      option={option}
      table={table}
      height={360}
      onPick={({ seriesName }) => seriesName && onPick(seriesName)}
    />
  );
}

const rowsOf = (label: string, kind: string, curve: Share[]) =>
  curve.map(({ months, share, low, high }) => [
    label,
    kind,
    formatNumber(months),
    formatPercent(share),
    low === null || high === null ? MISSING : `${formatPercent(low)} – ${formatPercent(high)}`,
  ]);

const curveTable = ({ groups }: Retention): ChartTable => ({
  headers: ['Group', 'How', 'Months', 'Still there', '95 % interval', 'Watched', 'Left'],
  rows: groups.flatMap((group) => [
    ...rowsOf(group.label, 'observed', observed(group).slice(1)).map((row, index) => [
      ...row,
      formatCount(group.points[index]?.at_risk),
      formatCount(group.points[index]?.left),
    ]),
    ...rowsOf(group.label, 'projected', projected(group)).map((row) => [...row, MISSING, MISSING]),
  ]),
});

/** Beyond so many groups only the interval and the projection of the one looked at are drawn. */
const BANDS_MOST = 2;
const YEAR = 12;
/** A dashed line, as the legend shows it. */
const DASHES = 'path://M0 0h4v3h-4zM6 0h4v3h-4zM12 0h4v3h-4z';

function curveOption(retention: Retention, picked: Group | undefined, palette: Palette) {
  const drawn = drawnOf(retention.groups);
  const isOne = drawn.length === 1;
  const colorOf = (group: Group) => palette.series[drawn.indexOf(group) % palette.series.length] ?? '';
  const isShown = (group: Group) => drawn.length <= BANDS_MOST || group === picked;
  return {
    grid: { ...chartGrid(true, 24), bottom: 22 },
    legend: {
      ...legendOf(palette),
      type: 'scroll',
      right: 40,
      data: isOne ? ['Observed', { name: 'Projected', icon: DASHES }] : drawn.map(({ label }) => label),
    },
    tooltip: {
      trigger: 'axis',
      axisPointer: { snap: false, lineStyle: { color: palette['ink-soft'], type: 'dotted' } },
      ...tooltipStyle(palette),
      formatter: (under: { axisValue: number }[]) =>
        under[0] ? boxAt(under[0].axisValue, drawn, colorOf) : '',
    },
    xAxis: ageAxis(endOf(drawn, isShown), palette),
    yAxis: amountAxis({ palette, format: (value) => `${value}%`, min: 0, max: 100, step: 25 }),
    series: drawn.flatMap((group) => {
      const color = colorOf(group);
      const name = isOne ? 'Observed' : group.label;
      return [
        ...observedSeries(group, name, color, isShown(group)),
        ...(isShown(group) ? projectedSeries(group, isOne ? 'Projected' : group.label, color) : []),
      ];
    }),
  };
}

/** To the end of what is drawn, in whole years. */
function endOf(drawn: Group[], isShown: (group: Group) => boolean) {
  const ages = drawn.flatMap((group) => [...observed(group), ...(isShown(group) ? projected(group) : [])]);
  return Math.ceil(Math.max(YEAR, ...ages.map(({ months }) => months)) / YEAR) * YEAR;
}

function ageAxis(end: number, palette: Palette) {
  const step = end <= 6 * YEAR ? YEAR : Math.ceil(end / 6 / YEAR) * YEAR;
  const axis = amountAxis({ palette, min: 0, max: end, step, isLined: false });
  return {
    ...axis,
    axisLine: { show: true, lineStyle: { color: palette.line } },
    name: 'months since the start',
    nameLocation: 'middle',
    nameGap: 24,
    nameTextStyle: axis.axisLabel,
  };
}

const pointsOf = (curve: Share[]) => curve.map(({ months, share }) => [months, share]);

const bandPoints = (curve: Share[]) =>
  curve.flatMap(({ months, low, high }) => (low === null || high === null ? [] : [{ x: months, low, high }]));

function observedSeries(group: Group, name: string, color: string, isShown: boolean) {
  const lines = stretches(group).map(({ curve, isThin }) => ({
    type: 'line',
    name,
    color,
    step: 'end',
    data: pointsOf(curve),
    showSymbol: false,
    // The line itself can be hit, not its points alone.
    triggerEvent: 'line',
    lineStyle: { width: isShown ? 2.5 : 1.5, opacity: isThin ? 0.35 : 1 },
    z: 3,
  }));
  const bands = stretches(group).map(({ curve, isThin }) =>
    bandOf({ name, points: bandPoints(curve), color, isStepped: true, opacity: isThin ? 0.06 : 0.16 }),
  );
  return isShown ? [...lines, ...bands] : lines;
}

/** The interval of the projection from where nothing is observed any more: two bands upon each other say nothing. */
function projectedSeries(group: Group, name: string, color: string) {
  const curve = projected(group);
  const seen = group.seen_months ?? 0;
  const edge = projectedAt(group, seen);
  const ahead = [...(edge ? [edge] : []), ...curve.filter(({ months }) => months > seen)];
  return [
    {
      type: 'line',
      name,
      color,
      data: pointsOf(curve),
      symbol: 'circle',
      symbolSize: 5,
      lineStyle: { width: 1.5, type: 'dashed' },
      z: 2,
    },
    bandOf({ name, points: bandPoints(ahead), color, opacity: 0.09 }),
  ];
}

function boxAt(months: number, drawn: Group[], colorOf: (group: Group) => string) {
  const rows = drawn.flatMap((group) => {
    const [seen, told] = [observedAt(group, months), projectedAt(group, months)];
    const name = drawn.length === 1 ? '' : `${group.label}, `;
    const row = (how: string, at: Share | null) =>
      at ? [{ color: colorOf(group), name: sentence(`${name}${how}`), value: rangeText(at) }] : [];
    return [...row('observed', seen), ...(seen && drawn.length > BANDS_MOST ? [] : row('projected', told))];
  });
  return tooltipBox(`After ${ageText(Math.round(months))}`, rows);
}
