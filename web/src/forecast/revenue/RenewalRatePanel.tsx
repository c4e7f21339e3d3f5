import { useMemo } from 'react';
import { Chart, type ChartTable } from '@/components/chart/Chart';
import { type Palette, usePalette } from '@/components/chart/palette';
import { Panel } from '@/components/Panel';
import type { Schema } from '@/lib/api';
import { formatMoney, formatPercent } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import { TermSelect } from '../scope/TermSelect';
import type { Month } from './kinds';
import { monthName, monthTick } from './monthName';
import { pointsWithin } from './points';
import classes from './Revenue.module.css';

interface RenewalRatePanelProps {
  revenue: Schema<'Revenue'>;
  minTerm: number | undefined;
  onMinTerm: (months: string | undefined) => void;
}

/** How much of what came due in each month was renewed, by count with its interval and by amount. */
export function RenewalRatePanel({ revenue, minTerm, onMinTerm }: RenewalRatePanelProps) {
  const { months, total } = revenue;
  const { currency } = useOrganisation();
  const palette = usePalette();
  const option = useMemo(() => rateOption(months, palette), [months, palette]);
  const table = useMemo(() => rateTable(months, currency), [months, currency]);
  return (
    <Panel
      title="Renewals won"
      hint="Of the terms that ended in the month. More than was due is expansion, and no renewal."
      actions={<TermSelect months={minTerm} onChange={onMinTerm} />}
    >
      {total.renewals_due > 0 ? (
        <Chart label="Renewal rate by month" option={option} table={table} />
      ) : (
        <p className={classes.soft}>
          No term ended in this time among contracts of this length. A subscription needs a start, and a term
          or an interval of billing.
        </p>
      )}
    </Panel>
  );
}

const rateTable = (months: Month[], currency: string): ChartTable => ({
  headers: ['Month', 'Due', 'Won', 'Rate', '95 % interval', 'Due, ARR', 'Renewed, ARR', 'Rate by amount'],
  rows: months
    .map((month) => [
      monthName(month),
      month.renewals_due,
      month.renewals_won,
      formatPercent(month.renewal_pct),
      `${formatPercent(month.renewal_low_pct)} to ${formatPercent(month.renewal_high_pct)}`,
      formatMoney(month.due_arr_cents, currency),
      formatMoney(month.renewed_arr_cents, currency),
      formatPercent(month.renewal_arr_pct),
    ])
    .reverse(),
});

function rateOption(months: Month[], palette: Palette) {
  return pointsWithin({
    name: 'By count',
    labels: months.map(monthTick),
    points: months.map((month) => ({
      value: month.renewal_pct,
      low: month.renewal_low_pct,
      high: month.renewal_high_pct,
      of: `${month.renewals_won} of ${month.renewals_due}`,
    })),
    color: palette.series[1],
    palette,
    isNearAll: true,
    floor: months.map(({ renewal_arr_pct }) => renewal_arr_pct),
    more: [
      {
        type: 'line',
        name: 'By amount',
        data: months.map(({ renewal_arr_pct }) => renewal_arr_pct),
        color: palette.series[2],
        symbol: 'none',
        lineStyle: { width: 1.5, type: 'dashed' },
        tooltip: { valueFormatter: (pct: unknown) => formatPercent(typeof pct === 'number' ? pct : null) },
      },
    ],
  });
}
