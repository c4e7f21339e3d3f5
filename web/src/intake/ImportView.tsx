import { Button, Progress } from '@mantine/core';
import { useEffect } from 'react';
import { Link } from 'react-router';
import { Page } from '@/components/Page';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { $api, type Schema } from '@/lib/api';
import { formatTime } from '@/lib/day';
import { refresh } from '@/lib/queries';
import classes from './Import.module.css';
import { ResultView } from './ResultView';
import { ReviewView } from './ReviewView';

type Import = Schema<'Import'>;

const BUSY_MS = 250;
const isBusy = (state: Import['state'] | undefined) => state === 'checking' || state === 'importing';

const titles: Record<Import['state'], string> = {
  checking: 'Checking files',
  ready: 'Look before you import',
  importing: 'Importing',
  done: 'Imported',
  failed: 'Import failed',
};

interface ImportViewProps {
  id: number;
  /** Back to choosing files. */
  onLeave: () => void;
}

/** One import, from its check to its result; the address keeps it through a reload. */
export function ImportView({ id, onLeave }: ImportViewProps) {
  const { data, error, refetch } = $api.useQuery(
    'get',
    '/api/v1/imports/{id}',
    { params: { path: { id } } },
    { refetchInterval: ({ state }) => (isBusy(state.data?.state) ? BUSY_MS : false) },
  );
  const state = data?.state;

  // What came in changes everything that is computed from facts.
  useEffect(() => {
    if (state === 'done')
      void refresh('/api/v1/status', '/api/v1/portfolio', '/api/v1/matrix', '/api/v1/accounts');
  }, [state]);

  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading label="Loading the import" />;
  return (
    <Page
      title={titles[data.state]}
      hint={`Import ${data.id}, begun ${formatTime(data.created)} by ${data.created_by}`}
      actions={
        <Button component={Link} to="/import" variant="default" size="xs">
          All imports
        </Button>
      }
    >
      {isBusy(data.state) && <AtWork item={data} />}
      {data.state === 'ready' && <ReviewView item={data} onLeave={onLeave} />}
      {data.state === 'done' && <ResultView item={data} />}
      {data.state === 'failed' && <Failed item={data} onLeave={onLeave} />}
    </Page>
  );
}

function AtWork({ item }: { item: Import }) {
  const isChecking = item.state === 'checking';
  return (
    <div className={classes.work} role="status">
      <Progress
        value={item.progress_pct ?? 0}
        animated
        aria-label={isChecking ? 'Progress of the check' : 'Progress of the import'}
      />
      <b>{item.message ?? (isChecking ? 'Reading the files' : 'Writing what is right')}</b>
      <p>
        {isChecking
          ? 'Nothing is written yet: every row is tried, then taken back.'
          : 'You may leave this page; the import goes on, and is listed under earlier imports.'}
      </p>
    </div>
  );
}

function Failed({ item, onLeave }: { item: Import; onLeave: () => void }) {
  const remove = $api.useMutation('delete', '/api/v1/imports/{id}', {
    onSuccess() {
      void refresh('/api/v1/imports');
      onLeave();
    },
  });
  return (
    <EmptyState
      title="Nothing more was written"
      action={
        <Button
          variant="default"
          loading={remove.isPending}
          onClick={() => remove.mutate({ params: { path: { id: item.id } } })}
        >
          Discard and choose files again
        </Button>
      }
    >
      {item.message ?? 'The import stopped for an unknown reason. The server’s log says more.'}
    </EmptyState>
  );
}
