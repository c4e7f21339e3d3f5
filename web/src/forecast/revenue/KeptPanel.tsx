import { SegmentedControl } from '@mantine/core';
import { useMemo } from 'react';
import { Chart, type ChartTable } from '@/components/chart/Chart';
import { amountAxis, chartGrid, labelAxis, legendOf, tooltipStyle } from '@/components/chart/frame';
import { type Palette, usePalette } from '@/components/chart/palette';
import { Panel } from '@/components/Panel';
import { formatCount, formatPercent } from '@/lib/format';
import type { Month } from './kinds';
import { monthName, monthTick } from './monthName';
import { pointsWithin } from './points';
import classes from './Revenue.module.css';

export type Rates = 'year' | 'month';

interface KeptPanelProps {
  months: Month[];
  rates: Rates;
  onRates: (rates: Rates) => void;
}

/** GRR, NRR and logo churn over time: against a year before, or of each month by itself. */
export function KeptPanel({ months, rates, onRates }: KeptPanelProps) {
  const palette = usePalette();
  const kept = useMemo(() => keptOption(months, rates, palette), [months, rates, palette]);
  const lost = useMemo(() => lostOption(months, rates, palette), [months, rates, palette]);
  return (
    <Panel
      title="What was kept"
      hint={
        rates === 'year'
          ? 'The end of each month against the same day a year before.'
          : 'Each month by itself; small months jump.'
      }
      actions={
        <SegmentedControl
          size="xs"
          aria-label="Rates over"
          data={[
            { value: 'year', label: '12 months' },
            { value: 'month', label: 'Month by month' },
          ]}
          value={rates}
          onChange={(next) => onRates(next === 'month' ? 'month' : 'year')}
        />
      }
    >
      <div className={classes.pair}>
        <Chart label="Gross and net revenue retention" option={kept} table={keptTable(months, rates)} />
        <Chart label="Logo churn" option={lost} table={lostTable(months, rates)} />
      </div>
    </Panel>
  );
}

const grr = (month: Month, rates: Rates) => (rates === 'year' ? month.grr_12m_pct : month.grr_pct);
const nrr = (month: Month, rates: Rates) => (rates === 'year' ? month.nrr_12m_pct : month.nrr_pct);
const churn = (month: Month, rates: Rates) =>
  rates === 'year'
    ? {
        value: month.logo_churn_12m_pct,
        low: month.logo_churn_12m_low_pct,
        high: month.logo_churn_12m_high_pct,
        left: month.lost_customers_12m,
        of: month.customers_12m,
      }
    : {
        value: month.logo_churn_pct,
        low: month.logo_churn_low_pct,
        high: month.logo_churn_high_pct,
        left: month.lost_customers,
        of: month.start_customers,
      };

const keptTable = (months: Month[], rates: Rates): ChartTable => ({
  headers: ['Month', 'GRR', 'NRR'],
  rows: months
    .map((month) => [monthName(month), formatPercent(grr(month, rates)), formatPercent(nrr(month, rates))])
    .reverse(),
});

const lostTable = (months: Month[], rates: Rates): ChartTable => ({
  headers: ['Month', 'Logo churn', '95 % interval', 'Left', 'Of customers before'],
  rows: months
    .map((month) => {
      const { value, low, high, left, of } = churn(month, rates);
      return [
        monthName(month),
        formatPercent(value),
        `${formatPercent(low)} to ${formatPercent(high)}`,
        formatCount(left),
        formatCount(of),
      ];
    })
    .reverse(),
});

/** Room above and below, so that a line that stays level is not the only thing there is. */
type Range = { min: number; max: number };
const stepOf = ({ min, max }: Range) => (max - min > 200 ? 100 : max - min > 50 ? 20 : 5);
const AROUND = {
  min: (range: Range) => Math.floor((range.min - 1) / stepOf(range)) * stepOf(range),
  max: (range: Range) => Math.ceil((range.max + 1) / stepOf(range)) * stepOf(range),
};

function keptOption(months: Month[], rates: Rates, palette: Palette) {
  const line = (name: string, values: (number | null)[], color: string | undefined) => ({
    type: 'line',
    name,
    data: values,
    color,
    symbol: 'circle',
    symbolSize: 5,
    lineStyle: { width: 2 },
    tooltip: { valueFormatter: (pct: unknown) => formatPercent(typeof pct === 'number' ? pct : null) },
  });
  return {
    grid: chartGrid(true),
    legend: legendOf(palette),
    tooltip: { trigger: 'axis', ...tooltipStyle(palette) },
    xAxis: labelAxis(months.map(monthTick), palette),
    yAxis: { ...amountAxis({ palette, format: formatPercent }), ...AROUND },
    series: [
      {
        ...line(
          'GRR',
          months.map((month) => grr(month, rates)),
          palette.series[2],
        ),
        // All that was there is kept: what is above comes from those who pay more.
        markLine: {
          silent: true,
          symbol: 'none',
          label: { show: false },
          lineStyle: { color: palette['ink-soft'], type: 'dotted' },
          data: [{ yAxis: 100 }],
        },
      },
      line(
        'NRR',
        months.map((month) => nrr(month, rates)),
        palette.series[0],
      ),
    ],
  };
}

const lostOption = (months: Month[], rates: Rates, palette: Palette) =>
  pointsWithin({
    name: 'Logo churn',
    labels: months.map(monthTick),
    points: months.map((month) => {
      const { left, of, ...rate } = churn(month, rates);
      return { ...rate, of: `${left} of ${of}` };
    }),
    color: palette.series[4],
    palette,
  });
