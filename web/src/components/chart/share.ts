/** Charts of one share against another: both axes in per cent, named. */
import { formatPercent } from '@/lib/format';
import { amountAxis, legendOf } from './frame';
import type { Palette } from './palette';

interface ShareAxis {
  palette: Palette;
  name: string;
  max: number;
  step: number;
  isAlong?: boolean;
}

/** A named scale of per cent; `isAlong` stands at the bottom. */
export const shareAxis = ({ palette, name, max, step, isAlong = false }: ShareAxis) => ({
  ...amountAxis({ palette, format: formatPercent, min: 0, max, step, isLined: !isAlong }),
  name,
  nameLocation: 'middle',
  nameGap: isAlong ? 26 : 40,
  nameTextStyle: { color: palette['ink-soft'], fontSize: 11 },
  axisLine: { show: isAlong, lineStyle: { color: palette.line } },
});

/** Room for the names of both axes, and for a legend of so many lines beside the button of the table. */
export const shareGrid = (lines: number) => ({ left: 48, right: 16, top: 20 + 20 * lines, bottom: 40 });
export const shareLegend = (palette: Palette, names: string[]) => ({
  ...legendOf(palette),
  data: names,
});
