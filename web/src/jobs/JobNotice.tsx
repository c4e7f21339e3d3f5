import { Button, Group, Progress } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { useCan } from '@/access/session';
import { Notice } from '@/components/Notice';
import { $api, type Schema } from '@/lib/api';
import { sentence } from '@/lib/words';

type Job = Schema<'Job'>;

const BUSY_MS = 700;

export const isJobOver = (state: Job['state'] | undefined) =>
  state === 'done' || state === 'failed' || state === 'cancelled';

interface JobNoticeProps {
  id: number;
  /** What is going on: "Training a model". */
  title: string;
  /** What is said once it is done, from its result; asked for once, before which `onDone` was called. */
  done: (job: Job) => ReactNode;
  /** What it was for may have changed: lists are asked for anew. */
  onDone: () => void;
}

/** One piece of long work, from its start to what came of it; who may start work may stop it. */
export function JobNotice({ id, title, done, onDone }: JobNoticeProps) {
  const { data: job, error } = $api.useQuery(
    'get',
    '/api/v1/jobs/{id}',
    { params: { path: { id } } },
    { refetchInterval: ({ state }) => (isJobOver(state.data?.state) ? false : BUSY_MS) },
  );
  const told = useRef(onDone);
  told.current = onDone;
  const state = job?.state;
  useEffect(() => {
    if (state === 'done') told.current();
  }, [state]);

  if (error) return <Notice tone="bad">{error.message}</Notice>;
  if (job?.state === 'done') return done(job);
  if (job?.state === 'failed')
    return (
      <Notice tone="bad" title={`${title} failed`}>
        {sentence(job.error ?? 'It gave no reason.')}
      </Notice>
    );
  if (job?.state === 'cancelled') return <Notice>{title} was stopped; nothing has changed.</Notice>;
  return (
    <Notice title={title}>
      <Group gap="sm" wrap="nowrap">
        <Progress
          value={job?.progress_pct ?? 0}
          size="sm"
          flex={1}
          aria-label={`Progress of ${title.toLowerCase()}`}
        />
        <CancelButton id={id} />
      </Group>
      {sentence(job?.message ?? 'waiting for its turn')} …
    </Notice>
  );
}

function CancelButton({ id }: { id: number }) {
  const cancel = $api.useMutation('post', '/api/v1/jobs/{id}/cancel');
  if (!useCan('manager')) return null;
  return (
    <Button
      size="compact-xs"
      variant="default"
      loading={cancel.isPending || cancel.isSuccess}
      onClick={() => cancel.mutate({ params: { path: { id } } })}
    >
      Cancel
    </Button>
  );
}
