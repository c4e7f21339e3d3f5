import { useMemo } from 'react';
import { TrendChart } from '@/components/chart/TrendChart';
import { Panel } from '@/components/Panel';
import { ErrorState, Loading } from '@/components/states';
import { $api, type Schema } from '@/lib/api';
import { addDays, type Day } from '@/lib/day';
import { formatCount, formatDecimal } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import type { Standing } from '@/scoring/standing/useStanding';
import classes from './Compare.module.css';

const SPAN_DAYS = 365;

function useTrend(key: string, from: Day, to: Day) {
  return $api.useQuery('get', '/api/v1/accounts/{key}/trend', {
    params: { path: { key }, query: { from, to } },
  });
}

/** A year of both: they have the same health now, and came there on different ways. */
export function Trends({ a, b, day }: { a: Standing; b: Standing; day: Day | undefined }) {
  const { today } = useOrganisation();
  const to = day ?? today;
  const from = addDays(to, -SPAN_DAYS);
  const ours = useTrend(a.account.key, from, to);
  const theirs = useTrend(b.account.key, from, to);
  const error = ours.error ?? theirs.error;
  return (
    <Panel title="The year before" hint="Health above, maturity below.">
      {error && <ErrorState error={error} />}
      {!error && (!ours.data || !theirs.data) && <Loading label="Loading the trends" />}
      {ours.data && theirs.data && <Charts a={a} b={b} ours={ours.data} theirs={theirs.data} />}
    </Panel>
  );
}

interface ChartsProps {
  a: Standing;
  b: Standing;
  ours: Schema<'Trend'>;
  theirs: Schema<'Trend'>;
}

/** The scored days are those of the portfolio, so that both have the same. */
function Charts({ a, b, ours, theirs }: ChartsProps) {
  const health = useMemo(
    () => [
      { name: a.account.name, values: ours.health, format: formatCount, low: 0, high: 100 },
      { name: b.account.name, values: theirs.health, format: formatCount, low: 0, high: 100 },
    ],
    [a, b, ours, theirs],
  );
  const maturity = useMemo(
    () => [
      { name: a.account.name, values: ours.maturity, format: formatDecimal, low: 1, high: 5 },
      { name: b.account.name, values: theirs.maturity, format: formatDecimal, low: 1, high: 5 },
    ],
    [a, b, ours, theirs],
  );
  if (ours.days.length < 2)
    return <p className={classes.soft}>There are scores of fewer than two days in this time.</p>;
  return (
    <>
      <TrendChart label="Health of both" days={ours.days} series={health} height={220} />
      <TrendChart label="Maturity of both" days={ours.days} series={maturity} height={150} />
    </>
  );
}
