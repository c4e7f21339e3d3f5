import { Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Chart } from '@/components/chart/Chart';
import { tooltipStyle } from '@/components/chart/frame';
import { type Palette, usePalette } from '@/components/chart/palette';
import { tooltipBox } from '@/components/chart/tooltip';
import { whiskerSeries } from '@/components/chart/whisker';
import { Panel } from '@/components/Panel';
import { SaveCsv } from '@/components/SaveCsv';
import { formatCount, formatPercent } from '@/lib/format';
import classes from '../Lab.module.css';
import type { Lab, LabScore } from '../lab';
import { shareAxis, shareGrid, shareLegend } from './shareAxes';

type Bin = LabScore['bins'][number];

const LEFT = 'Share that left';
const INTERVAL = '95 % interval';

/** Does a share that is told come true: told along the bottom, happened upwards, the diagonal is right. */
export function CalibrationPanel({ lab }: { lab: Lab }) {
  const scores = lab.scores.filter(({ bins }) => bins.length > 0);
  const [chosen, setChosen] = useState<string | null>(null);
  const score = scores.find(({ id }) => id === chosen) ?? scores[0];
  return (
    <Panel
      title="Does it come true"
      hint="What the score alone would have told of customers it had not seen, beside the share that then left. On the dotted line it is right."
      actions={
        score && (
          <>
            <Select
              size="xs"
              aria-label="Score shown"
              w={200}
              data={scores.map(({ id, label }) => ({ value: id, label }))}
              value={score.id}
              allowDeselect={false}
              onChange={setChosen}
            />
            <SaveCsv
              name={`lab-calibration-${score.id.replace('@', '-')}`}
              rows={score.bins}
              columns={binColumns}
            />
          </>
        )
      }
    >
      {score ? <Calibration score={score} /> : <p className={classes.soft}>No score was told of anybody.</p>}
    </Panel>
  );
}

function Calibration({ score }: { score: LabScore }) {
  const palette = usePalette();
  const option = useMemo(() => calibrationOption(score.bins, palette), [score, palette]);
  const table = useMemo(() => calibrationTable(score.bins), [score]);
  return <Chart label={`Told beside happened, ${score.label}`} option={option} table={table} height={360} />;
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
  const highest = Math.max(1, ...bins.flatMap(({ told_pct, high_pct }) => [told_pct ?? 0, high_pct ?? 0]));
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
        ends: bins.map(({ low_pct, high_pct }) =>
          low_pct === null || high_pct === null ? null : [low_pct, high_pct],
        ),
        at: bins.map(({ told_pct }) => told_pct ?? 0),
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

const binColumns = {
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
