import type { ReactNode } from 'react';
import { CsvButton } from '@/components/CsvButton';
import { Definitions } from '@/components/Definitions';
import { Notice } from '@/components/Notice';
import { Panel } from '@/components/Panel';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import page from '@/forecast/page.module.css';
import { ScopeBar } from '@/forecast/scope/ScopeBar';
import { $api, Problem } from '@/lib/api';
import { UndatedNote } from '@/scoring/segment/UndatedNote';
import { CountingMenu } from './CountingMenu';
import { CurveChart } from './CurveChart';
import { CurveFigures } from './CurveFigures';
import { CurveNotes } from './CurveNotes';
import { pickedOf, type Retention } from './curve';
import { GroupingSelect } from './GroupingSelect';
import { GroupTable } from './GroupTable';
import { RenewalTable } from './RenewalTable';
import { useCurveChoices } from './useCurveChoices';
import { verdictOf, wordOf } from './words';

const PATH = '/api/v1/forecast/retention';
/** Refusals that are told where the choice is made. */
const atTheirField = ['filter', 'by', 'segments', 'watched_from', 'period_months', 'horizon_months'];

/** The share of customers still there, by age: observed and projected, for all or for groups. */
export function CurvesView({ view }: { view: ReactNode }) {
  const choices = useCurveChoices();
  const { query, isWaiting } = choices;
  const { data, error, refetch, isPlaceholderData } = $api.useQuery(
    'get',
    PATH,
    { params: { query } },
    { enabled: !isWaiting, placeholderData: (before?: Retention) => before },
  );
  const isAtField = error instanceof Problem && atTheirField.includes(error.field ?? '');
  return (
    <>
      <ScopeBar scope={choices} error={error} isOfPast>
        {view}
        <GroupingSelect choices={choices} error={error} />
        <CountingMenu choices={choices} error={error} taken={data} />
      </ScopeBar>
      {isWaiting && (
        <EmptyState title="Which segments?">Choose two or more to hold them against each other.</EmptyState>
      )}
      {error && <ErrorState error={error} onRetry={isAtField ? undefined : () => void refetch()} />}
      {!data && !error && !isWaiting && <Loading label="Following customers" />}
      {data && !error && !isWaiting && (
        <div className={page.page} data-stale={isPlaceholderData}>
          {data.customers === 0 ? (
            <NobodyYet isFiltered={query.filter !== undefined} />
          ) : (
            <Curves
              retention={data}
              query={query}
              picked={choices.picked}
              onPick={(group) => choices.choose({ group })}
            />
          )}
        </div>
      )}
    </>
  );
}

interface CurvesProps {
  retention: Retention;
  query: object;
  picked: string | undefined;
  onPick: (label: string) => void;
}

function Curves({ retention, query, picked, onPick }: CurvesProps) {
  const group = pickedOf(retention.groups, picked);
  const isOne = retention.label === null;
  return (
    <>
      <Panel
        title="How long customers stay"
        hint="The share still there, by age: steps are observed, dashed lines projected, the shade is the 95 % interval."
        actions={<CsvButton path={`${PATH}.csv`} query={query} />}
      >
        <p className={page.answer}>{verdictOf(retention)}</p>
        {isOne && group && <CurveFigures group={group} retention={retention} />}
        {retention.left === 0 && (
          <Notice>
            Nobody is on record as having left, so that there is nothing to tell a curve by. Import
            departures: an account’s day of churn, or the end of its subscriptions.
          </Notice>
        )}
        <CurveChart retention={retention} picked={group} onPick={onPick} />
        <CurveNotes retention={retention} />
      </Panel>
      {!isOne && (
        <Panel
          title={`By ${wordOf(retention.label)}`}
          hint={`Payments are those of a new customer, one each ${retention.period_months} months, the first included; discounted by ${retention.discount_pct} % a year. Choose a group to see its interval.`}
        >
          <GroupTable retention={retention} picked={group} onPick={onPick} />
        </Panel>
      )}
      {group && (
        <Panel
          title={isOne ? 'Renewal by renewal' : `Renewal by renewal: ${group.label}`}
          hint="Those watched through each period, and who of them stayed; the upright stroke is the model’s rate."
        >
          <RenewalTable group={group} />
        </Panel>
      )}
      <UndatedNote fields={retention.undated} />
      <Definitions items={retention.definitions} />
    </>
  );
}

function NobodyYet({ isFiltered }: { isFiltered: boolean }) {
  return isFiltered ? (
    <EmptyState title="No customer matches">
      Nobody chosen by the filter ever was a customer. Loosen it.
    </EmptyState>
  ) : (
    <EmptyState title="No customers yet">
      Retention needs to know when customers began and when they left: import accounts with their start and
      day of churn, or subscriptions with their start and end.
    </EmptyState>
  );
}
