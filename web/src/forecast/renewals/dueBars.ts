/** What comes due as the bars of a picture, and as its table. */
import type { ChartTable } from '@/components/chart/Chart';
import { amountAxis, chartGrid, labelAxis, legendOf, tooltipStyle } from '@/components/chart/frame';
import type { Palette } from '@/components/chart/palette';
import { whiskerSeries } from '@/components/chart/whisker';
import type { Schema } from '@/lib/api';
import type { CsvColumns } from '@/lib/csv';
import { formatMonth, formatMonthTick } from '@/lib/day';
import { formatCount, formatMoney } from '@/lib/format';

type Sum = Schema<'RenewalSum'>;

export interface Bar {
  /** The first day of the month, or the owner; "" is nobody's. */
  id: string;
  label: string;
  sum: Sum;
}

/** Owners beyond these would be bars too thin to read; the table of accounts has them all. */
const MOST_OWNERS = 30;

export function barsOf(renewals: Schema<'Renewals'>, by: 'month' | 'owner'): Bar[] {
  if (by === 'month')
    return renewals.months.flatMap((sum) =>
      sum.month ? [{ id: sum.month, label: formatMonth(sum.month), sum }] : [],
    );
  return renewals.owners
    .slice(0, MOST_OWNERS)
    .map((sum) => ({ id: sum.label ?? '', label: sum.label ?? 'Nobody', sum }));
}

export const dueTable = (bars: Bar[], by: 'month' | 'owner', currency: string): ChartTable => ({
  headers: [
    by === 'month' ? 'Month' : 'Owner',
    'Renewals',
    'Due',
    'Expected',
    '95 % interval',
    'At risk',
    'Not known',
    'Renewals expected',
  ],
  rows: bars.map(({ label, sum }) => [
    label,
    formatCount(sum.due),
    formatMoney(sum.due_cents, currency),
    formatMoney(sum.expected_cents, currency),
    `${formatMoney(sum.expected_low_cents, currency)} to ${formatMoney(sum.expected_high_cents, currency)}`,
    formatMoney(sum.at_risk_cents, currency),
    formatMoney(sum.unknown_cents, currency),
    `${formatCount(sum.expected)} (${formatCount(sum.expected_low)} to ${formatCount(sum.expected_high)})`,
  ]),
});

/** The bars as a file: amounts in cents, as the server's own files have them. */
export const sumColumns = (by: 'month' | 'owner'): CsvColumns<Sum> => ({
  [by]: (sum) => (by === 'month' ? sum.month : sum.label),
  due: ({ due }) => due,
  due_cents: ({ due_cents }) => due_cents,
  expected: ({ expected }) => expected,
  expected_low: ({ expected_low }) => expected_low,
  expected_high: ({ expected_high }) => expected_high,
  expected_cents: ({ expected_cents }) => expected_cents,
  expected_low_cents: ({ expected_low_cents }) => expected_low_cents,
  expected_high_cents: ({ expected_high_cents }) => expected_high_cents,
  at_risk_cents: ({ at_risk_cents }) => at_risk_cents,
  unknown: ({ unknown }) => unknown,
  unknown_cents: ({ unknown_cents }) => unknown_cents,
});

interface DueOption {
  bars: Bar[];
  chosen: string | undefined;
  isAcross: boolean;
  currency: string;
  palette: Palette;
}

const INTERVAL = '95 % interval';
/** Months and owners that the list is not narrowed to. */
const FAINT = 0.35;
/** So that the whisker is seen upon it. */
const EXPECTED = 0.65;

export function dueOption({ bars, chosen, isAcross, currency, palette }: DueOption) {
  const money = (cents: number) => formatMoney(cents, currency);
  const range = ({ sum }: Bar) =>
    sum.due > sum.unknown ? ` (${money(sum.expected_low_cents)} to ${money(sum.expected_high_cents)})` : '';
  const stack = (
    name: string,
    key: 'expected_cents' | 'at_risk_cents' | 'unknown_cents',
    color: string | undefined,
  ) => ({
    type: 'bar',
    name,
    stack: 'due',
    barMaxWidth: 44,
    color,
    cursor: 'pointer',
    data: bars.map(({ id, sum }) => ({
      value: sum[key],
      itemStyle: {
        opacity:
          (key === 'expected_cents' ? EXPECTED : 1) * (chosen === undefined || chosen === id ? 1 : FAINT),
      },
    })),
    tooltip: {
      valueFormatter: (cents: unknown, index: number) => {
        const bar = bars[index];
        return `${money(Number(cents))}${key === 'expected_cents' && bar ? range(bar) : ''}`;
      },
    },
  });
  const isSomeUnknown = bars.some(({ sum }) => sum.unknown_cents > 0);
  const labels = labelAxis(
    bars.map(({ id, label }) => (isAcross ? label : formatMonthTick(id))),
    palette,
    true,
  );
  const amounts = amountAxis({ palette, format: (cents) => formatMoney(cents, currency, true), min: 0 });
  return {
    grid: chartGrid(true, 20),
    legend: legendOf(palette),
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, ...tooltipStyle(palette) },
    xAxis: isAcross ? amounts : labels,
    // The most due on top, as lists are read.
    yAxis: isAcross ? { ...labels, inverse: true } : amounts,
    series: [
      stack('Expected', 'expected_cents', palette.series[0]),
      stack('At risk', 'at_risk_cents', palette['low-fill']),
      ...(isSomeUnknown ? [stack('Not known', 'unknown_cents', palette['unknown-fill'])] : []),
      whiskerSeries({
        name: INTERVAL,
        color: palette.ink,
        isAcross,
        ends: bars.map(({ sum }) =>
          sum.due > sum.unknown ? [sum.expected_low_cents, sum.expected_high_cents] : null,
        ),
      }),
    ],
  };
}
