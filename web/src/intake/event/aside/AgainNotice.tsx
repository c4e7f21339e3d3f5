import { Progress } from '@mantine/core';
import { useEffect } from 'react';
import { Notice } from '@/components/Notice';
import { $api, type Schema } from '@/lib/api';
import { formatCount } from '@/lib/format';
import { refresh } from '@/lib/queries';

const BUSY_MS = 700;
const isBusy = (state: Schema<'Job'>['state'] | undefined) =>
  state === undefined || state === 'queued' || state === 'running';

/** "12 were counted, 3 still cannot be." */
function sayResult(result: Schema<'Job'>['result']): string {
  const { counted = 0, dropped = 0, still = 0 } = (result ?? {}) as Record<string, number>;
  const parts = [
    `${formatCount(counted)} ${counted === 1 ? 'is' : 'are'} counted now`,
    ...(dropped > 0 ? [`${formatCount(dropped)} ${dropped === 1 ? 'was' : 'were'} dropped by a rule`] : []),
    ...(still > 0 ? [`${formatCount(still)} still cannot be`] : []),
  ];
  return `${parts.join(', ')}.`;
}

/** The job that sends again, from its start to what came of it. */
export function AgainNotice({ job }: { job: number }) {
  const { data, error } = $api.useQuery(
    'get',
    '/api/v1/jobs/{id}',
    { params: { path: { id: job } } },
    { refetchInterval: ({ state }) => (isBusy(state.data?.state) ? BUSY_MS : false) },
  );
  const state = data?.state;
  useEffect(() => {
    if (state === 'done') void refresh('/api/v1/set-aside', '/api/v1/events', '/api/v1/accounts');
  }, [state]);
  if (error) return <Notice tone="bad">{error.message}</Notice>;
  if (state === 'done')
    return (
      <Notice tone="good" title="Sent again">
        {sayResult(data?.result ?? null)}
      </Notice>
    );
  if (state === 'failed' || state === 'cancelled')
    return (
      <Notice tone="bad" title="Not all was sent again">
        {data?.error ?? data?.message ?? 'It was stopped; what was not reached is still here.'}
      </Notice>
    );
  return (
    <Notice title="Sending again">
      <Progress value={data?.progress_pct ?? 0} size="sm" animated aria-label="Progress of sending again" />
      {data?.message}
    </Notice>
  );
}
