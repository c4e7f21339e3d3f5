import { useParams } from 'react-router';
import { useCan } from '@/access/session';
import { Notice } from '@/components/Notice';
import { Page } from '@/components/Page';
import { ErrorState, Loading } from '@/components/states';
import { $api } from '@/lib/api';
import { OwnMetricForm } from './OwnMetricForm';

const HINT =
  'A number over one kind of fact, exact for every past day. Cards, lists, filters and segments know it under its id.';

/** Defines a metric, or changes one. */
export function OwnMetricPage() {
  const { id } = useParams();
  return id === undefined ? <NewMetric /> : <SavedMetric id={id} />;
}

function NewMetric() {
  return (
    <Page title="Define a metric" hint={HINT}>
      <Editor />
    </Page>
  );
}

function SavedMetric({ id }: { id: string }) {
  const { data, error, refetch } = $api.useQuery('get', '/api/v1/own-metrics/{id}', {
    params: { path: { id } },
  });
  return (
    <Page title={data ? `Change ${data.definition.label}` : 'Change a metric'} hint={HINT}>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Loading the metric" />}
      {data && <Editor saved={data} />}
    </Page>
  );
}

function Editor({ saved }: { saved?: Parameters<typeof OwnMetricForm>[0]['saved'] }) {
  const mayWrite = useCan('manager');
  const { data, error, refetch } = $api.useQuery('get', '/api/v1/own-metric-facts');
  if (!mayWrite) return <Notice>Managers and admins define metrics.</Notice>;
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading label="Loading the fields" />;
  return (
    <OwnMetricForm key={saved?.definition.version} saved={saved} kinds={data.items} events={data.events} />
  );
}
