import { Button, Progress, Table, Text } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconClock,
  IconLoader,
  IconPlayerStop,
  IconRefresh,
} from '@tabler/icons-react';
import { useCan } from '@/access/session';
import { TimeText } from '@/components/DayText';
import { ListTable } from '@/components/ListTable';
import { Notice } from '@/components/Notice';
import { Section } from '@/components/Section';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { $api, type Schema } from '@/lib/api';
import { refresh } from '@/lib/queries';
import classes from './Jobs.module.css';

type Job = Schema<'Job'>;

const BUSY_MS = 1500;
const IDLE_MS = 20_000;

const isBusy = (job: Job) => job.state === 'queued' || job.state === 'running';

/** Work in the background: scoring, imports. Asked again while something is going on. */
export function JobsPage() {
  const isManager = useCan('manager');
  const jobs = $api.useQuery(
    'get',
    '/api/v1/jobs',
    {},
    {
      refetchInterval: ({ state }) => (state.data?.items.some(isBusy) ? BUSY_MS : IDLE_MS),
    },
  );
  const score = $api.useMutation('post', '/api/v1/score', { onSuccess: () => refresh('/api/v1/jobs') });

  return (
    <Section
      title="Jobs"
      hint="Work in the background. A job that fails for a passing reason is tried again by itself, after longer and longer pauses."
      actions={
        isManager && (
          <Button
            size="xs"
            variant="default"
            loading={score.isPending}
            leftSection={<IconRefresh size={14} stroke={1.6} aria-hidden />}
            onClick={() => score.mutate({ body: { every: 'day' } })}
          >
            Score today
          </Button>
        )
      }
    >
      {score.error && <Notice tone="bad">{score.error.message}</Notice>}
      {jobs.error && <ErrorState error={jobs.error} onRetry={() => void jobs.refetch()} />}
      {jobs.isPending && <Loading label="Loading jobs" />}
      {jobs.data?.items.length === 0 && (
        <EmptyState title="No job has run yet">Importing files starts the first one.</EmptyState>
      )}
      {jobs.data && jobs.data.items.length > 0 && (
        <ListTable
          label="Jobs"
          headers={['Job', 'State', 'Progress', 'Created', 'Finished', '']}
          minWidth={680}
        >
          {jobs.data.items.map((job) => (
            <JobRow key={job.id} job={job} mayAct={isManager} />
          ))}
        </ListTable>
      )}
    </Section>
  );
}

const icons = {
  queued: IconClock,
  running: IconLoader,
  done: IconCircleCheck,
  failed: IconAlertTriangle,
  cancelled: IconPlayerStop,
};

function JobRow({ job, mayAct }: { job: Job; mayAct: boolean }) {
  const Icon = icons[job.state];
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={500}>
          {job.kind}
        </Text>
        <Text size="xs" c="dimmed">
          no. {job.id}
          {job.attempts > 1 && `, attempt ${job.attempts}`}
        </Text>
      </Table.Td>
      <Table.Td>
        <span className={classes.state} data-state={job.state}>
          <Icon size={15} stroke={1.8} aria-hidden /> {job.state}
        </span>
      </Table.Td>
      <Table.Td miw={200}>
        {job.state === 'running' && (
          <Progress value={job.progress_pct ?? 0} size="sm" aria-label={`Progress of job ${job.id}`} />
        )}
        <Text size="xs" c={job.error ? 'var(--low)' : 'dimmed'}>
          {job.error ?? job.message}
        </Text>
      </Table.Td>
      <Table.Td>
        <TimeText time={job.created} />
      </Table.Td>
      <Table.Td>{job.finished ? <TimeText time={job.finished} /> : null}</Table.Td>
      <Table.Td ta="right">{mayAct && <JobButton job={job} />}</Table.Td>
    </Table.Tr>
  );
}

function JobButton({ job }: { job: Job }) {
  const onSuccess = () => refresh('/api/v1/jobs');
  const cancel = $api.useMutation('post', '/api/v1/jobs/{id}/cancel', { onSuccess });
  const retry = $api.useMutation('post', '/api/v1/jobs/{id}/retry', { onSuccess });
  const path = { params: { path: { id: job.id } } };
  if (job.state === 'done') return null;
  return (
    <Button
      size="compact-xs"
      variant="default"
      loading={cancel.isPending || retry.isPending}
      onClick={() => (isBusy(job) ? cancel.mutate(path) : retry.mutate(path))}
    >
      {isBusy(job) ? 'Cancel' : 'Retry'}
    </Button>
  );
}
