import { useElementSize } from '@mantine/hooks';
import { useMemo } from 'react';
import { Chart, type ChartTable } from '@/components/chart/Chart';
import { amountAxis, chartGrid, labelAxis, tooltipStyle } from '@/components/chart/frame';
import { type Palette, usePalette } from '@/components/chart/palette';
import { addDays, type Day, formatDay } from '@/lib/day';
import { formatMoney, formatMoneyExact } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import { type KindId, kindsOf, type Month } from './kinds';

interface BridgeChartProps {
  total: Month;
  from: Day;
  onKind: (kind: KindId) => void;
}

/** ARR then, each movement where the one before ended, ARR now. */
export function BridgeChart({ total, from, onKind }: BridgeChartProps) {
  const { currency } = useOrganisation();
  const palette = usePalette();
  const steps = useMemo(() => stepsOf(total, from), [total, from]);
  const { ref, width } = useElementSize();
  // On a phone the steps lie across, so that their figures have room.
  const isAcross = width > 0 && width < NARROW_PX;
  const option = useMemo(
    () => bridgeOption({ steps, currency, palette, isAcross }),
    [steps, currency, palette, isAcross],
  );
  const table = useMemo(() => bridgeTable(steps, currency), [steps, currency]);
  return (
    <div ref={ref}>
      <Chart
        label="ARR bridge"
        option={option}
        table={table}
        height={300}
        onPick={({ dataIndex }) => {
          const kind = steps[dataIndex]?.kind;
          if (kind) onKind(kind.id);
        }}
      />
    </div>
  );
}

interface Step {
  label: string;
  /** Where its bar begins and ends. */
  low: number;
  high: number;
  /** What it says: the level at both ends of the bridge, else the change. */
  amount: number;
  kind?: ReturnType<typeof kindsOf>[number];
}

function stepsOf(total: Month, from: Day): Step[] {
  const level = (label: string, amount: number): Step => ({ label, low: 0, high: amount, amount });
  let at = total.start_arr_cents;
  const moves = kindsOf([total]).map((kind): Step => {
    const before = at;
    at += kind.change(total);
    return {
      label: kind.label,
      low: Math.min(before, at),
      high: Math.max(before, at),
      amount: kind.change(total),
      kind,
    };
  });
  return [
    level(formatDay(addDays(from, -1)), total.start_arr_cents),
    ...moves,
    level(formatDay(total.end), total.end_arr_cents),
  ];
}

const signed = (step: Step, text: string) => (step.kind && step.amount > 0 ? `+${text}` : text);

const bridgeTable = (steps: Step[], currency: string): ChartTable => ({
  headers: ['Step', 'ARR'],
  rows: steps.map((step) => [step.label, signed(step, formatMoneyExact(step.amount, currency))]),
});

const NARROW_PX = 560;

interface BridgeOption {
  steps: Step[];
  currency: string;
  palette: Palette;
  isAcross: boolean;
}

function bridgeOption({ steps, currency, palette, isAcross }: BridgeOption) {
  const short = (cents: number) => formatMoney(cents, currency, true);
  const labels = labelAxis(
    steps.map(({ label }) => label),
    palette,
    true,
  );
  const amounts = amountAxis({ palette, format: short, min: 0 });
  return {
    grid: { ...chartGrid(false, isAcross ? 56 : undefined), top: 26 },
    tooltip: { trigger: 'item', ...tooltipStyle(palette) },
    xAxis: isAcross ? amounts : labels,
    yAxis: isAcross ? { ...labels, inverse: true } : amounts,
    series: [
      {
        type: 'bar',
        stack: 'bridge',
        silent: true,
        tooltip: { show: false },
        itemStyle: { color: 'transparent' },
        data: steps.map(({ low }) => low),
      },
      {
        type: 'bar',
        name: 'ARR',
        stack: 'bridge',
        barMaxWidth: 72,
        label: {
          show: true,
          position: isAcross ? 'right' : 'top',
          color: palette.ink,
          fontSize: 11,
          formatter: ({ dataIndex }: { dataIndex: number }) => {
            const step = steps[dataIndex];
            return step ? signed(step, short(step.amount)) : '';
          },
        },
        tooltip: {
          valueFormatter: (_: unknown, index: number) => {
            const step = steps[index];
            return step ? signed(step, formatMoneyExact(step.amount, currency)) : '';
          },
        },
        data: steps.map(({ low, high, kind }) => ({
          value: high - low,
          cursor: kind ? 'pointer' : 'default',
          itemStyle: { color: kind ? kind.color(palette) : palette['unknown-fill'] },
        })),
      },
    ],
  };
}
