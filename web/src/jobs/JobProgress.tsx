import { Button, Progress } from '@mantine/core';
import { useCan } from '@/access/session';
import { $api, type Schema } from '@/lib/api';
import { refresh } from '@/lib/queries';
import classes from './Jobs.module.css';

interface JobProgressProps {
  job: Schema<'Job'>;
  /** What it does: "Judging the scores". */
  label: string;
}

/** A job that somebody waits for: how far it is, and a way to stop it. */
export function JobProgress({ job, label }: JobProgressProps) {
  const mayStop = useCan('manager');
  const stop = $api.useMutation('post', '/api/v1/jobs/{id}/cancel', {
    onSettled: () => refresh('/api/v1/jobs'),
  });
  const done = job.progress_pct ?? 0;
  return (
    <div className={classes.waiting} role="status" aria-label={label}>
      <div>
        <span>
          {label}: {job.state === 'queued' ? 'waiting for its turn' : (job.message ?? 'begins')}
        </span>
        <span className="numeric">{done}%</span>
      </div>
      <Progress value={done} size="sm" aria-label={`Progress: ${label}`} />
      {mayStop && (
        <Button
          size="compact-xs"
          variant="default"
          loading={stop.isPending}
          onClick={() => stop.mutate({ params: { path: { id: job.id } } })}
        >
          Stop
        </Button>
      )}
    </div>
  );
}
