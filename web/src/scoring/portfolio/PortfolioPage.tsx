import { Button, Group } from '@mantine/core';
import { useMemo } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { CsvButton } from '@/components/CsvButton';
import { DayPicker } from '@/components/day/DayPicker';
import { Page } from '@/components/Page';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { DataTable } from '@/components/table/DataTable';
import { AddAccount } from '@/facts/account/AddAccount';
import { accountPath } from '@/lib/accountPath';
import { $api, Problem } from '@/lib/api';
import { useOrganisation } from '@/lib/organisation';
import { HierarchyNote } from '../setting/HierarchyNote';
import { useTrial } from '../whatif/useTrial';
import { useCards, useTried, useWhatif } from '../whatif/useWhatif';
import beside from '../whatif/Whatif.module.css';
import { WhatifButton } from '../whatif/WhatifButton';
import { WhatifPanel } from '../whatif/WhatifPanel';
import { ColumnPicker } from './ColumnPicker';
import { PortfolioFilters } from './PortfolioFilters';
import { columnChoices, compactRow, metricsAmong, portfolioColumns } from './portfolioColumns';
import { choiceOf, defaultColumns, type PortfolioState, sortText, usePortfolioState } from './portfolioState';
import { SortMenu } from './SortMenu';
import { TotalsBar } from './TotalsBar';
import { usePortfolio } from './usePortfolio';
import { ViewsMenu } from './ViewsMenu';

/** All accounts as one table: where each stands, on any day. */
export function PortfolioPage() {
  const { hasFacts } = useOrganisation();
  if (!hasFacts) return <NoAccounts />;
  return <Portfolio />;
}

const SCORED_BY = ['health', 'maturity'];

function Portfolio() {
  const { state, change, search } = usePortfolioState();
  const [, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const metrics = $api.useQuery('get', '/api/v1/metrics', {}, { staleTime: Number.POSITIVE_INFINITY });
  const days = $api.useQuery('get', '/api/v1/days');
  const entries = metrics.data?.items;
  const metricIds = metricsAmong(state.columns, entries ?? []);
  const query = { ...choiceOf(state), sort: sortText(state.sort) };
  const trying = useTrial();
  const { cards, error: cardsError } = useCards(trying.isOn ? SCORED_BY : []);
  const { tried, changed } = useTried(cards, trying.trial);
  const whatif = useWhatif({ day: state.day, filter: query.filter, points: 0 }, changed);
  const portfolio = usePortfolio(
    { ...query, columns: metricIds.length > 0 ? metricIds : undefined },
    changed,
  );

  const columns = useMemo(
    () => portfolioColumns(state.columns, entries ?? [], state.day, portfolio.before),
    [state.columns, entries, state.day, portfolio.before],
  );
  const compact = useMemo(() => compactRow(state.day), [state.day]);
  const isFilterRefused = portfolio.error instanceof Problem && portfolio.error.field === 'filter';

  return (
    <Page
      title="Portfolio"
      isFixed
      actions={
        <>
          <WhatifButton trying={trying} />
          <DayPicker day={state.day} onChange={(day) => change({ day })} days={days.data?.days ?? []} />
          <ViewsMenu page="portfolio" search={search.toString()} onChoose={(next) => setSearch(next)} />
          <ColumnPicker
            choices={columnChoices(entries ?? [])}
            chosen={state.columns}
            onChange={(chosen) => change({ columns: chosen }, true)}
            onReset={() => change({ columns: defaultColumns }, true)}
          />
          <SortMenu sort={state.sort} columns={columns} onSort={(sort) => change({ sort }, true)} />
          <CsvButton
            path="/api/v1/portfolio.csv"
            query={{ columns: state.columns.join(), ...query }}
            visibleFrom="sm"
          />
          <AddAccount isInHeader />
        </>
      }
    >
      <PortfolioFilters
        state={state}
        change={change}
        error={isFilterRefused ? (portfolio.error?.message ?? null) : null}
      />
      {portfolio.hierarchy && <HierarchyNote hierarchy={portfolio.hierarchy} />}
      {portfolio.totals && (
        <TotalsBar
          totals={portfolio.totals}
          bands={state.chosen.health_band ?? []}
          onBands={(bands) => change({ chosen: withField(state.chosen, 'health_band', bands) })}
        />
      )}
      {portfolio.error && (
        <ErrorState error={portfolio.error} onRetry={isFilterRefused ? undefined : portfolio.retry} />
      )}
      {!portfolio.totals && !portfolio.error && <Loading label="Loading the portfolio" />}
      {portfolio.totals && !portfolio.error && (
        <div className={trying.isOn ? beside.besideTable : beside.alone}>
          <DataTable
            label="Accounts"
            storageKey="portfolio"
            columns={columns}
            count={portfolio.total}
            rowAt={portfolio.rowAt}
            onRange={portfolio.onRange}
            isStale={portfolio.isStale}
            sort={state.sort}
            onSort={(sort) => change({ sort }, true)}
            onOpen={(row) => navigate(accountPath(row.key, state.day))}
            compact={compact}
            empty={<NothingMatches onClear={() => change({ q: '', text: '', chosen: {} })} />}
          />
          {trying.isOn && (
            <WhatifPanel
              trying={trying}
              cards={cards}
              tried={tried}
              whatif={whatif.data}
              error={whatif.error ?? cardsError}
              day={portfolio.day ?? ''}
              hasEffects
            />
          )}
        </div>
      )}
    </Page>
  );
}

function withField(chosen: PortfolioState['chosen'], field: string, values: string[]) {
  const { [field]: _, ...others } = chosen;
  return values.length > 0 ? { ...others, [field]: values } : others;
}

function NothingMatches({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      title="No account matches"
      action={
        <Button variant="default" onClick={onClear}>
          Clear the filters
        </Button>
      }
    >
      Loosen a filter or choose another day; accounts appear from the day they started.
    </EmptyState>
  );
}

function NoAccounts() {
  return (
    <Page title="Portfolio">
      <EmptyState
        title="Ripen knows no customers yet"
        action={
          <Group justify="center">
            <Button component={Link} to="/import" size="xs">
              Import your files
            </Button>
            <AddAccount />
          </Group>
        }
      >
        Bring accounts, subscriptions, usage and tickets as CSV files: scores appear for today and for every
        day your files reach back. To look around first, <code>ripen demo</code> fills a sample company.
      </EmptyState>
    </Page>
  );
}
