import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { Panel } from '@/components/Panel';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { $api } from '@/lib/api';
import { CurveChart } from '../retention/curves/CurveChart';
import { CurveFigures } from '../retention/curves/CurveFigures';
import { scopeSearch, type useScope } from '../scope/useScope';

/** What can be said where nobody can be told apart: how long customers stay. */
export function StayInstead({ scope }: { scope: ReturnType<typeof useScope> }) {
  const { data, error, refetch } = $api.useQuery('get', '/api/v1/forecast/retention', {
    params: { query: scope.filter ? { filter: scope.filter } : {} },
  });
  const group = data?.groups[0];
  return (
    <Panel
      title="How long customers stay"
      hint="What the past says of all of them together: in place of a list of risks that would be no more than chance."
      actions={
        <Button component={Link} to={`/forecast/retention?${scopeSearch(scope)}`} size="xs" variant="default">
          Retention
        </Button>
      }
    >
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Loading how long customers stay" />}
      {data && (!group || group.points.length === 0) && (
        <EmptyState title="Nobody has left yet, as far as is known">
          Import who left and when: a column “churned” of accounts, or the ends of subscriptions.
        </EmptyState>
      )}
      {data && group && group.points.length > 0 && (
        <>
          <CurveFigures group={group} retention={data} />
          <CurveChart retention={data} picked={group} onPick={() => undefined} />
        </>
      )}
    </Panel>
  );
}
