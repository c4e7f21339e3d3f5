import { Button, Switch } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { Definitions } from '@/components/Definitions';
import { Panel } from '@/components/Panel';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { $api } from '@/lib/api';
import { formatDay } from '@/lib/day';
import { useOrganisation } from '@/lib/organisation';
import { isFilterRefused, ScopeBar } from '../scope/ScopeBar';
import { useScope } from '../scope/useScope';
import { RiskFigures } from './RiskFigures';
import { RiskTable } from './RiskTable';
import { RiskVerdict } from './RiskVerdict';
import { readSort } from './riskColumns';
import { StayInstead } from './StayInstead';
import { TrainButton } from './train/TrainButton';
import { TrainNotice, useTraining } from './train/TrainNotice';
import { useRisks } from './useRisks';

/** Who is likely to leave: first what the model is worth, then what it says, or the retention curve in its place. */
export function RiskPage() {
  const scope = useScope();
  const isOnly = scope.choice('show') === 'risks';
  const sort = readSort(scope.choice('sort'));
  const query = { filter: scope.filter, sort, ...(isOnly ? { is_risk: true } : {}) };
  const risks = useRisks(query);
  const { list, error } = risks;
  const card = useCardOf(list?.model_id);
  const [started, setStarted] = useState<number>();
  const job = useTraining(started);

  if (error && !isFilterRefused(error)) return <ErrorState error={error} onRetry={risks.retry} />;
  return (
    <>
      <ScopeBar scope={scope} error={error}>
        {list?.verdict === 'predicts' && (
          <Switch
            size="sm"
            label="Only risks"
            checked={isOnly}
            onChange={(event) => scope.choose({ show: event.currentTarget.checked ? 'risks' : undefined })}
          />
        )}
      </ScopeBar>
      {!list && !error && <Loading label="Loading risks" />}
      {list && (
        <Panel
          title="Who is likely to leave"
          hint={
            list.day ? `As told on ${formatDay(list.day)}, from all that was known that day.` : list.words
          }
          actions={
            <>
              <Button component={Link} to="/forecast/risk/models" size="xs" variant="default">
                Models
              </Button>
              {list.day && <TrainButton start={card} onStarted={setStarted} />}
            </>
          }
        >
          {job !== undefined && <TrainNotice job={job} />}
          {!list.day && <NoModel onStarted={setStarted} />}
          {list.day && !card && <Loading label="Loading the model" />}
          {list.day && card && <RiskVerdict card={card} isLinked />}
          {list.day && <RiskFigures list={list} />}
        </Panel>
      )}
      {list?.verdict === 'predicts' && card && (
        <RiskTable
          risks={risks}
          bins={card.bins}
          query={query}
          sort={sort}
          onSort={(next) => scope.choose({ sort: next })}
          onClear={() => scope.setScope({ text: '', chosen: {} })}
          isOnly={isOnly}
        />
      )}
      {list && list.verdict !== 'predicts' && <StayInstead scope={scope} />}
      {list && <Definitions items={list.definitions} />}
    </>
  );
}

/** The card of the model that told, once it is known which. */
function useCardOf(id: number | null | undefined) {
  const { data } = $api.useQuery(
    'get',
    '/api/v1/forecast/models/{id}',
    { params: { path: { id: id ?? 0 } } },
    { enabled: id != null },
  );
  return data;
}

function NoModel({ onStarted }: { onStarted: (job: number) => void }) {
  const { hasFacts } = useOrganisation();
  if (!hasFacts) {
    return (
      <EmptyState
        title="Nothing to learn from yet"
        action={
          <Button component={Link} to="/import" variant="default">
            Import files
          </Button>
        }
      >
        Customers with their subscriptions, and who left and when: from 20 that left on, a model can be tried.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No model yet" action={<TrainButton start={undefined} onStarted={onStarted} />}>
      A model is trained by itself within a day, and anew each month. It is tried on months that it has not
      seen; if it tells nothing, this page says so.
    </EmptyState>
  );
}
