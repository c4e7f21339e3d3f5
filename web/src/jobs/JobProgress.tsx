import { Button, Group, Progress } from '@mantine/core';
import { useCan } from '@/access/session';
import { Notice } from '@/components/Notice';
import { $api, type Schema } from '@/lib/api';
import { refresh } from '@/lib/queries';
import { sentence } from '@/lib/words';

interface JobProgressProps {
  id: number;
  /** Undefined until it was asked for. */
  job: Schema<'Job'> | undefined;
  /** What is going on: "Training a model". */
  title: string;
}

/** A job that somebody waits for: how far it is, and a way to stop it for who may start work. */
export function JobProgress({ id, job, title }: JobProgressProps) {
  return (
    <div role="status" aria-label={title}>
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
    </div>
  );
}

function CancelButton({ id }: { id: number }) {
  const cancel = $api.useMutation('post', '/api/v1/jobs/{id}/cancel', {
    onSuccess: () => refresh('/api/v1/jobs'),
  });
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
