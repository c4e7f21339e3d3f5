import { useMemo } from 'react';
import { Chart } from '@/components/chart/Chart';
import { amountAxis, chartGrid, labelAxis, tooltipStyle } from '@/components/chart/frame';
import { usePalette } from '@/components/chart/palette';
import type { Schema } from '@/lib/api';
import { formatDay } from '@/lib/day';
import { formatCount, formatMoney } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import classes from './Compare.module.css';

type CompareDay = Schema<'CompareDay'>;

interface MonthChartProps {
  days: CompareDay[];
  chosen: string;
  onPick: (day: string) => void;
}

/** How many accounts would stand elsewhere, month-end by month-end; a day is chosen by bar or button. */
export function MonthChart({ days, chosen, onPick }: MonthChartProps) {
  const palette = usePalette();
  const { currency } = useOrganisation();
  const option = useMemo(
    () => ({
      grid: chartGrid(false, 8),
      tooltip: { trigger: 'axis', ...tooltipStyle(palette) },
      xAxis: labelAxis(
        days.map(({ day }) => formatDay(day)),
        palette,
        true,
      ),
      yAxis: { ...amountAxis({ palette }), minInterval: 1 },
      series: [
        {
          name: 'Accounts that would move',
          type: 'bar',
          barMaxWidth: 34,
          data: days.map(({ day, changed }) => ({
            value: changed,
            itemStyle: { color: day === chosen ? palette.accent : palette['unknown-fill'] },
          })),
        },
      ],
    }),
    [days, chosen, palette],
  );
  const table = useMemo(
    () => ({
      headers: ['Day', 'Accounts', 'Would move', 'Their ARR'],
      rows: days.map(({ day, accounts, changed, changed_arr_cents }) => [
        formatDay(day),
        formatCount(accounts),
        formatCount(changed),
        formatMoney(changed_arr_cents, currency, true),
      ]),
    }),
    [days, currency],
  );
  return (
    <>
      <Chart
        label="Accounts that would move, by month-end"
        option={option}
        table={table}
        height={180}
        onPick={({ dataIndex }) => days[dataIndex] && onPick(days[dataIndex].day)}
      />
      <fieldset className={classes.days} aria-label="Day to look at">
        {days.map(({ day, changed }) => (
          <button key={day} type="button" aria-pressed={day === chosen} onClick={() => onPick(day)}>
            {formatDay(day)} <b>{formatCount(changed)}</b>
          </button>
        ))}
      </fieldset>
    </>
  );
}
