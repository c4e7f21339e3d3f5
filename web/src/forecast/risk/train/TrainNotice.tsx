import { Link } from 'react-router';
import { Notice } from '@/components/Notice';
import { JobNotice } from '@/jobs/JobNotice';
import { $api, type Schema } from '@/lib/api';
import { refresh } from '@/lib/queries';
import { verdictLabels } from '../says';

const isTraining = ({ kind, state }: Schema<'Job'>) =>
  kind === 'risk_train' && (state === 'queued' || state === 'running');

/** The training that was started here; else one that is going on anyway. */
export function useTraining(started: number | undefined) {
  const { data } = $api.useQuery('get', '/api/v1/jobs', {});
  return started ?? data?.items.find(isTraining)?.id;
}

/** Told while a model is trained, and what came of it. */
export function TrainNotice({ job }: { job: number }) {
  return (
    <JobNotice
      key={job}
      id={job}
      title="Training a model"
      done={({ result }) => <Trained model={(result as { model_id?: number } | null)?.model_id} />}
      onDone={() => void refresh('/api/v1/forecast', '/api/v1/accounts', '/api/v1/jobs')}
    />
  );
}

function Trained({ model }: { model: number | undefined }) {
  const { data } = $api.useQuery(
    'get',
    '/api/v1/forecast/models/{id}',
    { params: { path: { id: model ?? 0 } } },
    { enabled: model !== undefined },
  );
  return (
    <Notice tone="good" title="Trained, and everybody was told anew">
      {data && `${verdictLabels[data.verdict]}. `}
      {model !== undefined && (
        <Link to={`/forecast/risk/models/${model}`}>What it learned, and how well</Link>
      )}
    </Notice>
  );
}
