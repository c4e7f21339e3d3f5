import { Button, SegmentedControl } from '@mantine/core';
import { Link } from 'react-router';
import { Definitions } from '@/components/Definitions';
import { Panel } from '@/components/Panel';
import { SaveCsv } from '@/components/SaveCsv';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import page from '@/forecast/page.module.css';
import { $api, type Schema } from '@/lib/api';
import { formatDay } from '@/lib/day';
import { useOrganisation } from '@/lib/organisation';
import { isFilterRefused, ScopeBar } from '../scope/ScopeBar';
import { TermSelect } from '../scope/TermSelect';
import { useScope } from '../scope/useScope';
import { ChanceNote } from './ChanceNote';
import { DueChart } from './DueChart';
import { sumColumns } from './dueBars';
import { RenewalFigures } from './RenewalFigures';
import { RenewalList } from './RenewalList';
import { NOBODY, periods, type RenewalChoice, readChoice, sumsQuery, USUAL_MONTHS } from './renewalChoice';

type Choose = ReturnType<typeof useScope>['choose'];

/** What comes due, what can be expected of it, and what is at risk: when, whose, and account by account. */
export function RenewalsPage() {
  const scope = useScope();
  const choice = readChoice(scope.choice);
  const { data, error, refetch, isPlaceholderData } = $api.useQuery(
    'get',
    '/api/v1/forecast/renewals',
    { params: { query: { ...sumsQuery(choice, scope.filter), limit: 1 } } },
    { placeholderData: (before) => before },
  );
  const isRefused = isFilterRefused(error);
  return (
    <>
      <ScopeBar scope={scope} error={error}>
        <Choices choice={choice} choose={scope.choose} />
      </ScopeBar>
      {error && !isRefused && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Looking ahead" />}
      {data && !error && data.all.due === 0 && (
        <NothingDue isNarrowed={scope.filter !== undefined} until={data.until} />
      )}
      {data && !error && data.all.due > 0 && (
        <div className={page.page} aria-busy={isPlaceholderData} data-stale={isPlaceholderData}>
          <RenewalFigures renewals={data} months={choice.months} filter={scope.filter} />
          <ChanceNote renewals={data} />
          <Picture renewals={data} choice={choice} choose={scope.choose} />
          <RenewalList choice={choice} choose={scope.choose} filter={scope.filter} renewals={data} />
          <Definitions items={data.definitions} />
        </div>
      )}
    </>
  );
}

/** What was narrowed to may not be in another choice. */
const widened = { in_month: undefined, of_owner: undefined };

function Choices({ choice, choose }: { choice: RenewalChoice; choose: Choose }) {
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label="Due within"
        data={[...periods]}
        value={choice.months}
        onChange={(months) => choose({ ...widened, months: months === USUAL_MONTHS ? undefined : months })}
      />
      <TermSelect
        months={choice.minTerm}
        onChange={(min_term_months) => choose({ ...widened, min_term_months })}
      />
    </>
  );
}

interface PictureProps {
  renewals: Schema<'Renewals'>;
  choice: RenewalChoice;
  choose: Choose;
}

function Picture({ renewals, choice, choose }: PictureProps) {
  return (
    <Panel
      title="What comes due"
      hint={
        choice.by === 'month'
          ? 'The next renewal of each contract, by the month in which its term ends. A click on a month narrows the list below.'
          : 'The next renewal of each contract, by the owner of the account. A click on an owner narrows the list below.'
      }
      actions={
        <>
          <SegmentedControl
            size="xs"
            aria-label="By month or by owner"
            data={[
              { value: 'month', label: 'By month' },
              { value: 'owner', label: 'By owner' },
            ]}
            value={choice.by}
            onChange={(by) => choose({ by: by === 'month' ? undefined : by })}
          />
          <SaveCsv
            name={`renewals-by-${choice.by}-${renewals.day}`}
            rows={choice.by === 'month' ? renewals.months : renewals.owners}
            columns={sumColumns(choice.by)}
          />
        </>
      }
    >
      <DueChart
        renewals={renewals}
        choice={choice}
        onMonth={(month) => choose({ in_month: month === choice.inMonth ? undefined : month })}
        onOwner={(owner) => choose({ of_owner: owner === choice.ofOwner ? undefined : owner || NOBODY })}
      />
    </Panel>
  );
}

function NothingDue({ isNarrowed, until }: { isNarrowed: boolean; until: string }) {
  const { hasFacts } = useOrganisation();
  const why = isNarrowed
    ? 'Choose a longer period, contracts of any length, or other customers.'
    : 'A renewal comes from a running subscription with a start and a term, or an interval of billing. Import subscriptions to see what comes due.';
  return (
    <EmptyState
      title={hasFacts ? `Nothing comes due by ${formatDay(until)}` : 'Ripen knows no contracts yet'}
      action={
        !isNarrowed && (
          <Button component={Link} to="/import" variant="default">
            Import a file
          </Button>
        )
      }
    >
      {why}
    </EmptyState>
  );
}
