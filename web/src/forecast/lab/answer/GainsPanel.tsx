import { useMemo } from 'react';
import { Chart } from '@/components/chart/Chart';
import { tooltipStyle } from '@/components/chart/frame';
import { type Palette, usePalette } from '@/components/chart/palette';
import { shareAxis, shareGrid, shareLegend } from '@/components/chart/share';
import { tooltipBox } from '@/components/chart/tooltip';
import { Panel } from '@/components/Panel';
import { SaveCsv } from '@/components/SaveCsv';
import { formatPercent } from '@/lib/format';
import classes from '../Lab.module.css';
import { isJudged, type Lab, type LabScore } from '../lab';

/** What the sentence is about: a list that somebody could work through. */
const LIST_PCT = 20;

/** Whoever looks at so many of the worst finds so many of those who left. */
export function GainsPanel({ lab }: { lab: Lab }) {
  const palette = usePalette();
  const scores = useMemo(() => lab.scores.filter(isJudged), [lab]);
  const option = useMemo(() => gainsOption(scores, palette), [scores, palette]);
  const table = useMemo(() => gainsTable(scores), [scores]);
  const rows = scores.flatMap((score) => score.gains.map((gain) => ({ score, gain })));
  return (
    <Panel
      title="How many one would have found"
      hint="All month-ends taken together, the worst rows first. The dotted line is what looking at anybody finds."
      actions={<SaveCsv name="lab-gains" rows={rows} columns={gainColumns} />}
    >
      <p className={classes.lead}>{foundWords(scores)}</p>
      <Chart label="Share of those that left found" option={option} table={table} height={300} />
    </Panel>
  );
}

const foundOf = ({ gains }: LabScore, pct: number) =>
  gains.find(({ looked_at_pct }) => Math.abs(looked_at_pct - pct) < 0.01)?.found_pct ?? null;

function foundWords(scores: LabScore[]): string {
  const said = scores.flatMap((score) => {
    const found = foundOf(score, LIST_PCT);
    return found === null ? [] : [`${score.label} finds ${formatPercent(Math.round(found))}`];
  });
  if (said.length === 0) return 'Nothing can be said of any score.';
  const list = said.length > 1 ? `${said.slice(0, -1).join(', ')} and ${said.at(-1)}` : said[0];
  return `Looking at the worst ${LIST_PCT}%, ${list} of those who left; looking at anybody finds ${LIST_PCT}%.`;
}

function gainsTable(scores: LabScore[]) {
  const looked = scores[0]?.gains.map(({ looked_at_pct }) => looked_at_pct) ?? [];
  return {
    headers: ['Looked at', ...scores.map(({ label }) => label)],
    rows: looked.map((pct) => [
      formatPercent(pct),
      ...scores.map((score) => formatPercent(foundOf(score, pct))),
    ]),
  };
}

interface Hovered {
  seriesName: string;
  color: string;
  data: [looked: number, found: number];
}

function gainsOption(scores: LabScore[], palette: Palette) {
  const percent = (value: number) => formatPercent(Math.round(value));
  return {
    color: palette.series,
    grid: shareGrid(scores.length > 2 ? 2 : 1),
    legend: shareLegend(
      palette,
      scores.map(({ label }) => label),
    ),
    tooltip: {
      trigger: 'item',
      ...tooltipStyle(palette),
      formatter: ({ seriesName, color, data }: Hovered) =>
        tooltipBox(`Looking at the worst ${percent(data[0])}`, [
          { color, name: seriesName, value: `finds ${percent(data[1])} of those who left` },
        ]),
    },
    xAxis: shareAxis({ palette, name: 'Looked at, the worst first', max: 100, step: 25, isAlong: true }),
    yAxis: shareAxis({ palette, name: 'Found of those who left', max: 100, step: 25 }),
    series: [
      ...scores.map(({ label, gains }) => ({
        type: 'line',
        name: label,
        data: [
          [0, 0],
          ...gains.map(({ looked_at_pct, found_pct }) => [looked_at_pct, found_pct]),
          [100, 100],
        ],
        symbolSize: 6,
        lineStyle: { width: 2.25 },
      })),
      {
        type: 'line',
        name: 'Anybody',
        data: [
          [0, 0],
          [100, 100],
        ],
        showSymbol: false,
        silent: true,
        lineStyle: { width: 1.5, type: 'dotted', color: palette['ink-soft'] },
        itemStyle: { color: palette['ink-soft'] },
      },
    ],
  };
}

type GainRow = { score: LabScore; gain: LabScore['gains'][number] };

const gainColumns = {
  score: ({ score }: GainRow) => score.id,
  label: ({ score }: GainRow) => score.label,
  looked_at_pct: ({ gain }: GainRow) => gain.looked_at_pct,
  found_pct: ({ gain }: GainRow) => gain.found_pct,
  lift: ({ gain }: GainRow) => gain.lift,
};
