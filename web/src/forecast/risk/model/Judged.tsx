import { Table } from '@mantine/core';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { Chart, type ChartTable } from '@/components/chart/Chart';
import { amountAxis, chartGrid, labelAxis, legendOf, tooltipStyle } from '@/components/chart/frame';
import { type Palette, usePalette } from '@/components/chart/palette';
import { ListTable } from '@/components/ListTable';
import type { Schema } from '@/lib/api';
import { formatDay } from '@/lib/day';
import { formatCount, formatDecimal, formatPercent } from '@/lib/format';
import { AucBar } from './AucBar';

type Judgement = Schema<'Judgement'>;

/** What was told beside what happened; the picture from the second on. */
export function Judged({ items, isWithModel = false }: { items: Judgement[]; isWithModel?: boolean }) {
  if (items.length === 0)
    return <p style={{ margin: 0 }}>Nothing yet: the horizon of what was told has not passed.</p>;
  return (
    <>
      {items.length > 1 && <JudgedChart items={items} />}
      <ListTable
        label="What was told, and what came of it"
        headers={[
          'Told on',
          'Until',
          'Customers',
          'To leave',
          'Left',
          'Ranked the right one first',
          'Log loss saved',
        ]}
        minWidth={760}
      >
        {items.map((one) => (
          <Table.Tr key={one.day}>
            <Table.Td>
              {isWithModel ? (
                <Link to={`/forecast/risk/models/${one.model_id}`}>{formatDay(one.day)}</Link>
              ) : (
                formatDay(one.day)
              )}
            </Table.Td>
            <Table.Td>{formatDay(one.until)}</Table.Td>
            <Table.Td>{formatCount(one.accounts)}</Table.Td>
            <Table.Td>{formatDecimal(one.expected)}</Table.Td>
            <Table.Td>{formatCount(one.left)}</Table.Td>
            <Table.Td miw={180}>
              <AucBar {...one} />
            </Table.Td>
            <Table.Td>{formatPercent(one.log_loss_saved_pct)}</Table.Td>
          </Table.Tr>
        ))}
      </ListTable>
    </>
  );
}

function JudgedChart({ items }: { items: Judgement[] }) {
  const palette = usePalette();
  const inOrder = useMemo(() => items.toReversed(), [items]);
  const option = useMemo(() => judgedOption(inOrder, palette), [inOrder, palette]);
  const table = useMemo(() => judgedTable(inOrder), [inOrder]);
  return <Chart label="Customers told to leave, and that left" option={option} table={table} height={220} />;
}

const judgedTable = (items: Judgement[]): ChartTable => ({
  headers: ['Told on', 'To leave', 'Left'],
  rows: items.map(({ day, expected, left }) => [formatDay(day), formatDecimal(expected), formatCount(left)]),
});

const judgedOption = (items: Judgement[], palette: Palette) => ({
  color: palette.series,
  grid: chartGrid(true),
  legend: legendOf(palette),
  tooltip: { trigger: 'axis', ...tooltipStyle(palette) },
  xAxis: labelAxis(
    items.map(({ day }) => formatDay(day)),
    palette,
    true,
  ),
  yAxis: amountAxis({ palette, format: formatCount, min: 0 }),
  series: [
    {
      type: 'bar',
      name: 'Told to leave',
      data: items.map(({ expected }) => Number(expected.toFixed(1))),
      barMaxWidth: 22,
    },
    { type: 'bar', name: 'Left', data: items.map(({ left }) => left), barMaxWidth: 22 },
  ],
});

/** The same as a file. */
export const judgedColumns = {
  day: (row: Judgement) => row.day,
  until: (row: Judgement) => row.until,
  model_id: (row: Judgement) => row.model_id,
  accounts: (row: Judgement) => row.accounts,
  expected: (row: Judgement) => row.expected,
  left: (row: Judgement) => row.left,
  auc: (row: Judgement) => row.auc,
  auc_low: (row: Judgement) => row.auc_low,
  auc_high: (row: Judgement) => row.auc_high,
  brier: (row: Judgement) => row.brier,
  log_loss: (row: Judgement) => row.log_loss,
  log_loss_saved_pct: (row: Judgement) => row.log_loss_saved_pct,
};
