import { Button, SegmentedControl } from '@mantine/core';
import { Link } from 'react-router';
import { CsvButton } from '@/components/CsvButton';
import { Definitions } from '@/components/Definitions';
import { PeriodPicker } from '@/components/day/PeriodPicker';
import { Panel } from '@/components/Panel';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import page from '@/forecast/page.module.css';
import { $api, type Schema } from '@/lib/api';
import { formatDay } from '@/lib/day';
import { useForecastDay } from '../scope/forecastDay';
import { isFilterRefused, ScopeBar } from '../scope/ScopeBar';
import { useScope } from '../scope/useScope';
import { AddsUp } from './AddsUp';
import { BridgeChart } from './BridgeChart';
import { KeptPanel } from './KeptPanel';
import type { KindId } from './kinds';
import { MonthsChart } from './MonthsChart';
import { MonthsTable } from './MonthsTable';
import { MoversDrawer } from './MoversDrawer';
import { RenewalRatePanel } from './RenewalRatePanel';
import classes from './Revenue.module.css';
import { RevenueFigures } from './RevenueFigures';
import {
  type ALL,
  periodStart,
  periods,
  presetOf,
  type RevenueChoice,
  readChoice,
  writePeriod,
} from './revenueChoice';

type Scope = ReturnType<typeof useScope>;

/** How ARR came to be what it is: what came, what went, whose it was, and how much was kept. */
export function RevenuePage() {
  const newest = useForecastDay();
  const scope = useScope();
  const choice = readChoice(scope.choice, newest);
  const query = { from: choice.from, to: choice.to, filter: scope.filter, min_term_months: choice.minTerm };
  const { data, error, refetch, isPlaceholderData } = $api.useQuery(
    'get',
    '/api/v1/forecast/revenue',
    { params: { query } },
    { placeholderData: (before) => before },
  );
  return (
    <>
      <ScopeBar scope={scope} error={error} isOfPast>
        <Period choice={choice} choose={scope.choose} />
      </ScopeBar>
      {error && !isFilterRefused(error) && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Adding up" />}
      {data && !error && isNothing(data) && <Nothing isNarrowed={scope.filter !== undefined} />}
      {data && !error && !isNothing(data) && (
        <div className={page.page} aria-busy={isPlaceholderData} data-stale={isPlaceholderData}>
          <RevenueFigures revenue={data} />
          <Movements revenue={data} choice={choice} scope={scope} query={query} />
          <KeptPanel
            months={data.months}
            rates={choice.rates}
            onRates={(rates) => scope.choose({ by: rates === 'year' ? undefined : rates })}
          />
          <RenewalRatePanel
            revenue={data}
            minTerm={choice.minTerm}
            onMinTerm={(min_term_months) => scope.choose({ min_term_months })}
          />
          <Definitions items={data.definitions} />
          {data.undated.length > 0 && (
            <p className={classes.soft} role="note">
              Without a history, and so the same on every day: {data.undated.join(', ')}.
            </p>
          )}
        </div>
      )}
    </>
  );
}

const isNothing = ({ total, months }: Schema<'Revenue'>) =>
  total.start_customers === 0 && total.end_customers === 0 && months.every((month) => month.new_cents === 0);

function Period({ choice, choose }: { choice: RevenueChoice; choose: Scope['choose'] }) {
  const newest = useForecastDay();
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label="Period until today"
        data={[...periods]}
        value={presetOf(choice, newest)}
        onChange={(months) => choose(writePeriod(periodStart(newest, Number(months)), newest, newest))}
      />
      <PeriodPicker period={choice} onChange={({ from, to }) => choose(writePeriod(from, to, newest))} />
    </>
  );
}

interface MovementsProps {
  revenue: Schema<'Revenue'>;
  choice: RevenueChoice;
  scope: Scope;
  query: { from: string; to: string; filter: string | undefined; min_term_months: number | undefined };
}

/** The bridge over the whole period and month by month; a click on a part of either says whose it is. */
function Movements({ revenue, choice, scope, query }: MovementsProps) {
  const { months, total, from, to } = revenue;
  const look = (moved: KindId | typeof ALL, in_month?: string) => scope.choose({ moved, in_month });
  return (
    <>
      <Panel
        title="From then to now"
        hint={`ARR at the start of ${formatDay(from)} and on ${formatDay(to)}, and what moved between. A click says whose it was.`}
      >
        <BridgeChart total={total} from={from} onKind={(kind) => look(kind)} />
        <AddsUp total={total} />
      </Panel>
      <Panel
        title="Month by month"
        hint="What came is above the line, what went below. A click on a part, or on a figure of the table, says whose it was."
        actions={<CsvButton path="/api/v1/forecast/revenue.csv" query={query} />}
      >
        <MonthsChart months={months} onPick={look} />
        <MonthsTable months={months} total={total} onPick={look} />
      </Panel>
      <MoversDrawer
        revenue={revenue}
        choice={choice}
        filter={scope.filter}
        onClose={() => scope.choose({ moved: undefined, in_month: undefined })}
      />
    </>
  );
}

function Nothing({ isNarrowed }: { isNarrowed: boolean }) {
  if (isNarrowed)
    return (
      <EmptyState title="No customer in this time">Choose other customers, or a longer period.</EmptyState>
    );
  return (
    <EmptyState
      title="No customer in this time"
      action={
        <Button component={Link} to="/import" variant="default">
          Import a file
        </Button>
      }
    >
      ARR comes from subscriptions: what is paid, how often, from when until when. Import them, also those
      that have ended, and the past is told from them.
    </EmptyState>
  );
}
