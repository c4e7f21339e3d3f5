import { useMemo } from 'react';
import { Chart } from '@/components/chart/Chart';
import { tooltipStyle } from '@/components/chart/frame';
import { type Palette, usePalette } from '@/components/chart/palette';
import { formatDecimal } from '@/lib/format';
import type { Score } from './useStanding';

interface MaturityRadarProps {
  now: Score;
  before: Score | null;
  /** All ratings instead of their groups. */
  isDetailed: boolean;
  /** What the two layers are called; left out, now and before. */
  names?: readonly [string, string];
}

const nowAndBefore = ['Now', 'Before'] as const;

interface Spoke {
  id: string;
  label: string;
  score: number | null;
}

const spokesOf = (score: Score, isDetailed: boolean): Spoke[] =>
  isDetailed
    ? score.groups.flatMap(({ measures }) => measures.map(({ id, label, score }) => ({ id, label, score })))
    : score.groups.map(({ id, label, score }) => ({ id, label, score }));

/** The ratings as a web, now over before. What is not rated leaves a gap. */
export function MaturityRadar({ now, before, isDetailed, names = nowAndBefore }: MaturityRadarProps) {
  const palette = usePalette();
  const spokes = useMemo(() => spokesOf(now, isDetailed), [now, isDetailed]);
  const earlier = useMemo(() => {
    if (before?.score == null) return null;
    const scores = new Map(spokesOf(before, isDetailed).map(({ id, score }) => [id, score]));
    const values = spokes.map(({ id }) => scores.get(id) ?? null);
    return values.some((value, index) => value !== spokes[index]?.score) ? values : null;
  }, [before, spokes, isDetailed]);
  const option = useMemo(
    () => radarOption(spokes, earlier, palette, names),
    [spokes, earlier, palette, names],
  );
  return (
    <Chart
      label={isDetailed ? 'The twelve ratings' : 'The four groups of ratings'}
      option={option}
      height={isDetailed ? 330 : 240}
      table={{
        headers: [isDetailed ? 'Rating' : 'Group', names[0], ...(earlier ? [names[1]] : [])],
        rows: spokes.map(({ label, score }, index) => [
          label,
          formatDecimal(score),
          ...(earlier ? [formatDecimal(earlier[index])] : []),
        ]),
      }}
    />
  );
}

const LINE_LENGTH = 14;

/** Long names over several lines, so that the web keeps its room. */
function wrap(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < LINE_LENGTH)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}

function radarOption(
  spokes: Spoke[],
  earlier: (number | null)[] | null,
  palette: Palette,
  names: readonly [string, string],
) {
  const layer = (name: string, values: (number | null)[], isNow: boolean) => ({
    name,
    value: values.map((value) => value ?? '-'),
    symbolSize: isNow ? 5 : 0,
    itemStyle: { color: isNow ? palette.accent : palette['ink-soft'] },
    lineStyle: {
      width: isNow ? 2 : 1.5,
      type: isNow ? 'solid' : 'dashed',
      color: isNow ? palette.accent : palette['ink-soft'],
    },
    areaStyle: isNow ? { color: palette.accent, opacity: 0.16 } : undefined,
  });
  return {
    legend: {
      show: earlier !== null,
      left: 0,
      top: 0,
      orient: 'vertical',
      itemWidth: 14,
      itemHeight: 6,
      textStyle: { color: palette['ink-soft'], fontSize: 12 },
    },
    tooltip: {
      ...tooltipStyle(palette),
      valueFormatter: (value: unknown) => (typeof value === 'number' ? formatDecimal(value) : 'not rated'),
    },
    radar: {
      center: ['50%', '52%'],
      radius: spokes.length > 6 ? '62%' : '72%',
      splitNumber: 4,
      indicator: spokes.map(({ label }) => ({ name: wrap(label), min: 1, max: 5 })),
      axisName: { color: palette['ink-soft'], fontSize: 11, lineHeight: 14 },
      axisLine: { lineStyle: { color: palette.line } },
      splitLine: { lineStyle: { color: palette.line } },
      splitArea: { show: false },
    },
    series: [
      {
        type: 'radar',
        data: [
          ...(earlier ? [layer(names[1], earlier, false)] : []),
          layer(
            names[0],
            spokes.map(({ score }) => score),
            true,
          ),
        ],
      },
    ],
  };
}
