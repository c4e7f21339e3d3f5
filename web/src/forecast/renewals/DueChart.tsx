import { useMemo } from 'react';
import { Chart } from '@/components/chart/Chart';
import { usePalette } from '@/components/chart/palette';
import type { Schema } from '@/lib/api';
import type { Day } from '@/lib/day';
import { useOrganisation } from '@/lib/organisation';
import { barsOf, dueOption, dueTable } from './dueBars';
import type { RenewalChoice } from './renewalChoice';

interface DueChartProps {
  renewals: Schema<'Renewals'>;
  choice: RenewalChoice;
  onMonth: (month: Day) => void;
  onOwner: (owner: string) => void;
}

const HEIGHT = 280;
const ROW_PX = 34;
const FRAME_PX = 70;

/** What comes due as bars: expected, at risk, and of what nothing is known; the interval of expected upon them. */
export function DueChart({ renewals, choice, onMonth, onOwner }: DueChartProps) {
  const { currency } = useOrganisation();
  const palette = usePalette();
  const { by, inMonth, ofOwner } = choice;
  const bars = useMemo(() => barsOf(renewals, by), [renewals, by]);
  const option = useMemo(
    () =>
      dueOption({
        bars,
        chosen: by === 'month' ? inMonth : ofOwner,
        isAcross: by === 'owner',
        currency,
        palette,
      }),
    [bars, by, inMonth, ofOwner, currency, palette],
  );
  const table = useMemo(() => dueTable(bars, by, currency), [bars, by, currency]);
  return (
    <Chart
      key={by}
      label={by === 'month' ? 'ARR due by month' : 'ARR due by owner'}
      option={option}
      table={table}
      height={by === 'month' ? HEIGHT : Math.max(HEIGHT / 2, FRAME_PX + ROW_PX * bars.length)}
      onPick={({ dataIndex }) => {
        const bar = bars[dataIndex];
        if (bar === undefined) return;
        if (by === 'month') onMonth(bar.id);
        else onOwner(bar.id);
      }}
    />
  );
}
