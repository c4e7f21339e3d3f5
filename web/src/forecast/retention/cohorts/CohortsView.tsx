import { Button, SegmentedControl, Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { CsvButton } from '@/components/CsvButton';
import { Definitions } from '@/components/Definitions';
import { Figure, Figures } from '@/components/Figures';
import { Panel } from '@/components/Panel';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import page from '@/forecast/page.module.css';
import { isFilterRefused, ScopeBar } from '@/forecast/scope/ScopeBar';
import { useScope } from '@/forecast/scope/useScope';
import { $api } from '@/lib/api';
import { formatDay, isDay } from '@/lib/day';
import { formatMany, formatPercent } from '@/lib/format';
import { UndatedNote } from '@/scoring/segment/UndatedNote';
import classes from '../Retention.module.css';
import { CohortHeatmap } from './CohortHeatmap';
import { allAt, type CohortTable, type Measure } from './cohort';

const PATH = '/api/v1/forecast/cohorts';
const sizes = [
  { value: 'month', label: 'Months' },
  { value: 'quarter', label: 'Quarters' },
  { value: 'year', label: 'Years' },
] as const;
/** As many cohorts as there may be. */
const ALL = '120';
const DEFAULT_SIZE = 'quarter';
const measures = [
  { value: 'customers', label: 'Customers' },
  { value: 'revenue', label: 'Revenue' },
];

/** What is left of those who began together: of the customers, or of what they paid. */
export function CohortsView({ view }: { view: ReactNode }) {
  const scope = useScope();
  const { choice, choose, filter } = scope;
  const measure: Measure = choice('measure') === 'revenue' ? 'revenue' : 'customers';
  const size = sizes.find(({ value }) => value === choice('size'))?.value ?? DEFAULT_SIZE;
  const watched = choice('watched_from');
  const cohorts = choice('cohorts') === ALL ? Number(ALL) : undefined;
  const query = { filter, size, cohorts, watched_from: isDay(watched) ? watched : undefined };
  const { data, error, refetch, isPlaceholderData } = $api.useQuery(
    'get',
    PATH,
    { params: { query } },
    { placeholderData: (before?: CohortTable) => before },
  );
  return (
    <>
      <ScopeBar scope={scope} error={error} isOfPast>
        {view}
        <Select
          size="xs"
          w={120}
          aria-label="Cohorts of"
          data={sizes}
          value={size}
          onChange={(next) => choose({ size: next === DEFAULT_SIZE || !next ? undefined : next })}
          allowDeselect={false}
        />
      </ScopeBar>
      {error && (
        <ErrorState error={error} onRetry={isFilterRefused(error) ? undefined : () => void refetch()} />
      )}
      {!data && !error && <Loading label="Following cohorts" />}
      {data && !error && (
        <div className={page.page} data-stale={isPlaceholderData}>
          {data.rows.length === 0 ? (
            <EmptyState title="No cohorts yet">
              A cohort begins with its first subscription that costs something: import subscriptions, or
              loosen the filter.
            </EmptyState>
          ) : (
            <Cohorts
              table={data}
              query={query}
              measure={measure}
              onAll={() => choose({ cohorts: ALL })}
              onMeasure={(next) => choose({ measure: next === 'customers' ? undefined : next })}
            />
          )}
        </div>
      )}
    </>
  );
}

interface CohortsProps {
  table: CohortTable;
  query: object;
  measure: Measure;
  onMeasure: (measure: string) => void;
  onAll: () => void;
}

function Cohorts({ table, query, measure, onMeasure, onAll }: CohortsProps) {
  return (
    <>
      <Panel
        title="What is left of each cohort"
        hint={`By months since each customer began, on its own anniversaries${measure === 'revenue' ? ': ARR of then against ARR at the start' : ''}.`}
        actions={
          <>
            <SegmentedControl
              size="xs"
              aria-label="Share of"
              data={measures}
              value={measure}
              onChange={onMeasure}
            />
            <CsvButton path={`${PATH}.csv`} query={query} />
          </>
        }
      >
        <CohortFigures table={table} />
        <CohortHeatmap table={table} measure={measure} />
        <CohortNotes table={table} measure={measure} onAll={onAll} />
      </Panel>
      <UndatedNote fields={table.undated} />
      <Definitions items={table.definitions} />
    </>
  );
}

const AGES = [
  { months: 12, name: 'After a year' },
  { months: 24, name: 'After two years' },
  { months: 36, name: 'After three years' },
];

/** All together, in both ways of counting, since one hides what the other shows. */
function CohortFigures({ table }: { table: CohortTable }) {
  const known = AGES.flatMap(({ months, name }) => {
    const customers = allAt(table, months, 'customers');
    const revenue = allAt(table, months, 'revenue');
    return customers ? [{ name, customers, revenue }] : [];
  });
  if (known.length === 0) return null;
  return (
    <Figures>
      {known.map(({ name, customers, revenue }) => (
        <Figure
          key={name}
          name={name}
          more={
            revenue ? `of customers; ${formatPercent(Math.round(revenue.pct))} of revenue` : 'of customers'
          }
        >
          {formatPercent(Math.round(customers.pct))}
        </Figure>
      ))}
    </Figures>
  );
}

function CohortNotes({ table, measure, onAll }: Pick<CohortsProps, 'table' | 'measure' | 'onAll'>) {
  const { watched_from, earlier_accounts, rows, all } = table;
  const late = rows.reduce((sum, row) => sum + row.late, 0);
  const unknown = rows.reduce((sum, row) => sum + row.money_unknown, 0);
  return (
    <ul className={classes.notes}>
      {late > 0 && watched_from && (
        <li>
          * Began before {formatDay(watched_from)}: who had left by then is not on record, so that these
          cohorts look better than they were.{' '}
          {all.accounts > 0 ? '“All” is without them.' : 'There are no others yet.'}
        </li>
      )}
      {measure === 'revenue' && unknown > 0 && (
        <li>
          {formatMany(unknown, 'customer')} paid in another currency and {unknown === 1 ? 'is' : 'are'} left
          out.
        </li>
      )}
      {earlier_accounts > 0 && (
        <li>
          The newest {rows.length} cohorts are shown; {formatMany(earlier_accounts, 'account')} began before.{' '}
          <Button variant="subtle" size="compact-xs" onClick={onAll}>
            Show more
          </Button>
        </li>
      )}
      <li>A cell is told once all of its cohort have come to that age.</li>
    </ul>
  );
}
