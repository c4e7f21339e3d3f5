/** What charts share, so that they look alike: their frame, axes, legend and the box under the pointer. */
import { type Day, formatDay } from '@/lib/day';
import type { Palette } from './palette';

export const tooltipStyle = (palette: Palette) => ({
  backgroundColor: palette.raised,
  borderColor: palette.line,
  textStyle: { color: palette.ink, fontSize: 12 },
  confine: true,
});

/** Around the drawing; `isNamed` leaves room for a legend on top. */
export const chartGrid = (isNamed: boolean, right = 16) => ({
  left: 8,
  right,
  top: isNamed ? 34 : 12,
  bottom: 4,
  containLabel: true,
});

/** It wraps before it comes under the switch to the table. */
export const legendOf = (palette: Palette) => ({
  left: 0,
  width: '88%',
  top: 0,
  icon: 'roundRect',
  itemWidth: 12,
  itemHeight: 3,
  textStyle: { color: palette['ink-soft'], fontSize: 12 },
});

const axisLetters = (palette: Palette) => ({ color: palette['ink-soft'], fontSize: 11 });

/** Names, months or numbers along the bottom, in the order given; bars stand between the ticks. */
export const labelAxis = (labels: (string | number)[], palette: Palette, isOfBars = false) => ({
  type: 'category' as const,
  data: labels,
  boundaryGap: isOfBars,
  axisLine: { lineStyle: { color: palette.line } },
  axisTick: { show: false },
  axisLabel: { ...axisLetters(palette), hideOverlap: true },
});

export const dayAxis = (days: Day[], palette: Palette) => {
  const axis = labelAxis(days, palette);
  return { ...axis, axisLabel: { ...axis.axisLabel, formatter: formatDay } };
};

interface AmountAxis {
  palette: Palette;
  format?: ((value: number) => string) | undefined;
  min?: number | undefined;
  max?: number | undefined;
  /** From one mark to the next; left out: round numbers, about four. */
  step?: number | undefined;
  isLined?: boolean;
}

/** A scale of numbers; its lines cross the drawing unless another's do. */
export const amountAxis = ({ palette, format, min, max, step, isLined = true }: AmountAxis) => ({
  type: 'value' as const,
  min,
  max,
  splitNumber: 4,
  ...(step === undefined ? {} : { interval: step }),
  splitLine: { show: isLined, lineStyle: { color: palette.line } },
  axisLabel: { ...axisLetters(palette), formatter: format },
});
