import { useElementSize } from '@mantine/hooks';
import { useMemo } from 'react';
import { Chart, type ChartTable } from '@/components/chart/Chart';
import { amountAxis, chartGrid, labelAxis, legendOf, tooltipStyle } from '@/components/chart/frame';
import { type Palette, usePalette } from '@/components/chart/palette';
import type { Day } from '@/lib/day';
import { formatMoney } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import { type KindId, kinds, kindsOf, type Month, netOf } from './kinds';
import { monthName, monthTick } from './monthName';
import { ALL } from './revenueChoice';

interface MonthsChartProps {
  months: Month[];
  onPick: (moved: KindId | typeof ALL, month: Day) => void;
}

/** Each month's movements as bars up and down, what is left of them as a line, and ARR as another on its own scale. */
export function MonthsChart({ months, onPick }: MonthsChartProps) {
  const { currency } = useOrganisation();
  const palette = usePalette();
  const { ref, width } = useElementSize();
  const isNarrow = width > 0 && width < NARROW_PX;
  const option = useMemo(
    () => monthsOption({ months, currency, palette, isNarrow }),
    [months, currency, palette, isNarrow],
  );
  const table = useMemo(() => monthsTable(months, currency), [months, currency]);
  return (
    <div ref={ref}>
      <Chart
        label="ARR movements by month"
        option={option}
        table={table}
        height={340}
        onPick={({ seriesName, dataIndex }) => {
          const month = months[dataIndex];
          if (month) onPick(kinds.find(({ label }) => label === seriesName)?.id ?? ALL, month.month);
        }}
      />
    </div>
  );
}

const monthsTable = (months: Month[], currency: string): ChartTable => ({
  headers: ['Month', ...kindsOf(months).map(({ label }) => label), 'Net', 'ARR at the end'],
  rows: months
    .map((month) => [
      monthName(month),
      ...[...kindsOf(months).map(({ change }) => change(month)), netOf(month), month.end_arr_cents].map(
        (cents) => formatMoney(cents, currency),
      ),
    ])
    .reverse(),
});

const MANY_MONTHS = 18;
/** A month that is not over is paler. */
const OPEN = 0.5;

/** Of money, in cents. */
const ONE_UNIT = 100;

/** Below this the legend takes two lines. */
const NARROW_PX = 560;
const TWO_LINES_PX = 58;

interface MonthsOption {
  months: Month[];
  currency: string;
  palette: Palette;
  isNarrow: boolean;
}

function monthsOption({ months, currency, palette, isNarrow }: MonthsOption) {
  const short = (cents: number) => formatMoney(cents, currency, true);
  const tooltip = {
    valueFormatter: (cents: unknown) => formatMoney(typeof cents === 'number' ? cents : null, currency),
  };
  return {
    grid: { ...chartGrid(true, 8), ...(isNarrow ? { top: TWO_LINES_PX } : {}) },
    legend: { ...legendOf(palette), itemHeight: 6 },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, ...tooltipStyle(palette) },
    xAxis: labelAxis(months.map(monthTick), palette, true),
    yAxis: [
      // Where nothing moved there is no scale of fractions of a cent.
      { ...amountAxis({ palette, format: short }), minInterval: ONE_UNIT },
      { ...amountAxis({ palette, format: short, isLined: false }), scale: true },
    ],
    series: [
      ...kindsOf(months).map(({ label, change, color }) => ({
        type: 'bar',
        name: label,
        stack: 'moves',
        barMaxWidth: 40,
        color: color(palette),
        cursor: 'pointer',
        tooltip,
        data: months.map((month) => ({
          value: change(month),
          itemStyle: { opacity: month.is_open ? OPEN : 1 },
        })),
      })),
      {
        type: 'line',
        name: 'Net',
        color: palette.ink,
        symbol: 'circle',
        symbolSize: months.length > MANY_MONTHS ? 3 : 6,
        lineStyle: { width: 1.5 },
        tooltip,
        data: months.map(netOf),
      },
      {
        type: 'line',
        name: 'ARR (right)',
        yAxisIndex: 1,
        color: palette['ink-soft'],
        showSymbol: false,
        lineStyle: { width: 2, type: 'dashed' },
        tooltip,
        data: months.map(({ end_arr_cents }) => end_arr_cents),
      },
    ],
  };
}
