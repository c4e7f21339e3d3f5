import { useMemo } from 'react';
import { Chart } from '@/components/chart/Chart';
import { amountAxis, chartGrid, dayAxis, tooltipStyle } from '@/components/chart/frame';
import { type Palette, usePalette } from '@/components/chart/palette';
import type { Schema } from '@/lib/api';
import { type Day, daysBetween, formatDay } from '@/lib/day';
import { formatCount } from '@/lib/format';
import classes from './Usage.module.css';

type Usage = Schema<'Usage'>;

const TOP = 5;
const DAYS_PER_WEEK = 7;
/** A week without a count is a week without use. */
const sum = (counts: (number | null)[]) => counts.reduce<number>((total, count) => total + (count ?? 0), 0);

interface Layer {
  name: string;
  counts: (number | null)[];
}

/** The most frequent events, and all others as one. */
function layersOf({ days, events }: Usage): Layer[] {
  const sorted = events
    .toSorted((a, b) => sum(b.counts) - sum(a.counts))
    .filter(({ counts }) => sum(counts) > 0);
  const top = sorted.slice(0, TOP).map(({ name, label, is_advanced, counts }) => ({
    name: `${label || name}${is_advanced ? ' (advanced)' : ''}`,
    counts,
  }));
  const rest = sorted.slice(TOP);
  if (rest.length === 0) return top;
  return [
    ...top,
    {
      name: `${rest.length} others`,
      counts: days.map((_, index) => sum(rest.map(({ counts }) => counts[index] ?? 0))),
    },
  ];
}

/** Events stacked by week, active people as a line over them. A week that still runs is paler. */
export function UsageChart({ usage, until }: { usage: Usage; until: Day }) {
  const palette = usePalette();
  const layers = useMemo(() => layersOf(usage), [usage]);
  const last = usage.days.at(-1);
  const isRunning = last !== undefined && daysBetween(last, until) < DAYS_PER_WEEK - 1;
  const option = useMemo(
    () => usageOption(usage, layers, isRunning, palette),
    [usage, layers, isRunning, palette],
  );
  const colours = layers.map((_, index) => colourOf(index, palette));
  return (
    <>
      <ul className={classes.legend} aria-label="Events in this time">
        {layers.map(({ name, counts }, index) => (
          <li key={name}>
            <span style={{ background: colours[index] }} aria-hidden />
            {name} <b>{formatCount(sum(counts))}</b>
          </li>
        ))}
        {usage.active_users.some((count) => count !== null) && (
          <li>
            <span className={classes.line} aria-hidden />
            Active people
          </li>
        )}
      </ul>
      <Chart
        label="Usage by week"
        option={option}
        height={260}
        table={{
          headers: ['Week of', ...layers.map(({ name }) => name), 'Active people'],
          rows: usage.days
            .map((day, index) => [
              isRunning && index === usage.days.length - 1 ? `${formatDay(day)}, so far` : formatDay(day),
              ...layers.map(({ counts }) => formatCount(counts[index])),
              formatCount(usage.active_users[index]),
            ])
            .reverse(),
        }}
      />
    </>
  );
}

const colourOf = (index: number, palette: Palette) =>
  index === TOP ? palette['unknown-fill'] : (palette.series[index] ?? palette['unknown-fill']);

function usageOption({ days, active_users }: Usage, layers: Layer[], isRunning: boolean, palette: Palette) {
  const isPale = (index: number) => isRunning && index === days.length - 1;
  const hasUsers = active_users.some((count) => count !== null);
  return {
    grid: { ...chartGrid(true, 8), top: 26 },
    tooltip: {
      trigger: 'axis',
      ...tooltipStyle(palette),
      valueFormatter: (value: unknown) => (typeof value === 'number' ? formatCount(value) : 'not known'),
    },
    xAxis: { ...dayAxis(days, palette), boundaryGap: true },
    yAxis: [
      {
        ...amountAxis({ palette, min: 0 }),
        name: 'events',
        nameTextStyle: { color: palette['ink-soft'], align: 'left' },
      },
      {
        ...amountAxis({ palette, min: 0, isLined: false }),
        name: 'people',
        show: hasUsers,
        nameTextStyle: { color: palette['ink-soft'], align: 'right' },
      },
    ],
    series: [
      ...layers.map(({ name, counts }, index) => ({
        type: 'bar',
        stack: 'events',
        name,
        data: counts.map((value, at) => (isPale(at) ? { value, itemStyle: { opacity: 0.45 } } : value)),
        barCategoryGap: '28%',
        itemStyle: { color: colourOf(index, palette) },
      })),
      ...(hasUsers
        ? [
            {
              type: 'line',
              name: 'Active people',
              data: active_users.map((value, at) => (isPale(at) ? null : value)),
              yAxisIndex: 1,
              symbol: 'circle',
              symbolSize: 5,
              connectNulls: false,
              lineStyle: { width: 2, color: palette.ink },
              itemStyle: { color: palette.ink },
            },
          ]
        : []),
    ],
  };
}
