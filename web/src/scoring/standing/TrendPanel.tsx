import { SegmentedControl } from '@mantine/core';
import { useMemo } from 'react';
import { TrendChart } from '@/components/chart/TrendChart';
import { bandOf } from '@/components/HealthBadge';
import { Panel } from '@/components/Panel';
import { ErrorState, Loading } from '@/components/states';
import { $api, type Schema } from '@/lib/api';
import { addDays, type Day } from '@/lib/day';
import { formatCount, formatDecimal, formatMoney } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import classes from './Change.module.css';
import { useCard } from './useStanding';

const spans = [
  { value: '182', label: '6 months' },
  { value: '365', label: '1 year' },
  { value: '730', label: '2 years' },
];

interface TrendPanelProps {
  accountKey: string;
  day: Day | undefined;
  span: string;
  onSpan: (span: string) => void;
  /** A day was clicked: the page shows the account as of it. */
  onDay: (day: Day) => void;
}

/** Health with its bands and ARR, and maturity below, over the same days. */
export function TrendPanel({ accountKey, day, span, onSpan, onDay }: TrendPanelProps) {
  const { today } = useOrganisation();
  const to = day ?? today;
  const from = addDays(to, -Number(span));
  const { data, error, refetch } = $api.useQuery(
    'get',
    '/api/v1/accounts/{key}/trend',
    { params: { path: { key: accountKey }, query: { from, to } } },
    { placeholderData: (old?: Schema<'Trend'>) => old },
  );
  return (
    <Panel
      title="Trend"
      hint="Click a point to see the account as of that day."
      actions={
        <SegmentedControl size="xs" aria-label="How far back" data={spans} value={span} onChange={onSpan} />
      }
    >
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Loading the trend" />}
      {data && data.days.length < 2 && (
        <p className={classes.none}>
          There are scores of fewer than two days in this time. More come with every night’s scoring.
        </p>
      )}
      {data && data.days.length >= 2 && <Charts trend={data} onDay={onDay} />}
    </Panel>
  );
}

function Charts({ trend, onDay }: { trend: Schema<'Trend'>; onDay: (day: Day) => void }) {
  const { currency } = useOrganisation();
  const card = useCard('health');
  const bands = useMemo(
    () =>
      card.data?.bands.flatMap(({ id, from, to }) => {
        const tone = bandOf(id);
        return tone === 'unknown' ? [] : [{ from, to, tone }];
      }),
    [card.data],
  );
  const health = useMemo(
    () => [
      { name: 'Health', values: trend.health, format: formatCount, low: 0, high: 100 },
      {
        name: 'ARR',
        values: trend.arr_cents,
        format: (cents: number) => formatMoney(cents, currency, true),
        isRight: true,
        low: 0,
      },
    ],
    [trend, currency],
  );
  const maturity = useMemo(
    () => [{ name: 'Maturity', values: trend.maturity, format: formatDecimal, low: 1, high: 5 }],
    [trend],
  );
  return (
    <>
      <TrendChart
        label="Health and ARR"
        days={trend.days}
        series={health}
        bands={bands}
        height={240}
        onPickDay={onDay}
      />
      {trend.maturity.some((value) => value !== null) && (
        <div>
          <p className={classes.caption} aria-hidden>
            Maturity, 1 to 5
          </p>
          <TrendChart
            label="Maturity, 1 to 5"
            days={trend.days}
            series={maturity}
            height={130}
            onPickDay={onDay}
          />
        </div>
      )}
    </>
  );
}
