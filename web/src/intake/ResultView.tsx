import { Button, Progress } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { Notice } from '@/components/Notice';
import { $api, type Schema } from '@/lib/api';
import { formatMany } from '@/lib/format';
import { refresh } from '@/lib/queries';
import classes from './Import.module.css';
import { noEdit } from './mapping/mapping';
import { ReportFile } from './report/ReportFile';
import { Totals } from './report/Totals';

/** What came in, what did not, and where to look now. */
export function ResultView({ item }: { item: Schema<'Import'> }) {
  const kinds = $api.useQuery('get', '/api/v1/import-fields', {}, { staleTime: Number.POSITIVE_INFINITY });
  return (
    <>
      <Totals item={item} />
      <Scoring />
      {item.rows_rejected > 0 && (
        <Notice tone="warning" title={`${formatMany(item.rows_rejected, 'row was', 'rows were')} left out`}>
          Download them with the reason beside each row, correct them, and import that file as it is.{' '}
          <Button
            component="a"
            href={`/api/v1/imports/${item.id}/rejects.csv`}
            download
            size="compact-xs"
            variant="default"
            leftSection={<IconDownload size={13} stroke={1.6} aria-hidden />}
          >
            Rejected rows as CSV
          </Button>
        </Notice>
      )}
      <nav className={classes.next} aria-label="What next">
        <Link to="/portfolio">
          <b>Open the portfolio</b>
          <span>All accounts with health, ARR and renewals.</span>
        </Link>
        <Link to="/matrix">
          <b>See the matrix</b>
          <span>Who stands where, and what each place asks for.</span>
        </Link>
        <Link to="/portfolio?maturity_band=">
          <b>Rate maturity</b>
          <span>Accounts whose maturity is not known yet, to be placed in the matrix.</span>
        </Link>
        <Link to="/import">
          <b>Import more files</b>
          <span>Usage, tickets and interactions make health worth trusting.</span>
        </Link>
      </nav>
      {item.files.map((file) => (
        <ReportFile key={file.name} file={file} kinds={kinds.data?.kinds ?? []} edit={noEdit} />
      ))}
    </>
  );
}

const POLL_MS = 1500;
const isScoring = ({ kind, state }: Schema<'Job'>) =>
  kind.startsWith('score') && (state === 'queued' || state === 'running');

/** After an import the scores of all days are computed anew; says how far that is. */
function Scoring() {
  const { data } = $api.useQuery(
    'get',
    '/api/v1/jobs',
    {},
    { refetchInterval: ({ state }) => (state.data?.items.some(isScoring) ? POLL_MS : POLL_MS * 4) },
  );
  const job = data?.items.find(isScoring);
  const wasScoring = useRef(false);

  useEffect(() => {
    if (wasScoring.current && !job)
      void refresh('/api/v1/status', '/api/v1/days', '/api/v1/portfolio', '/api/v1/matrix');
    wasScoring.current = job !== undefined;
  }, [job]);

  if (!job) return null;
  return (
    <Notice title="Scores are being computed from the new facts">
      {job.message ?? 'Today first, then the weeks before.'}
      <Progress value={job.progress_pct ?? 0} size="sm" mt="xs" aria-label="Progress of scoring" />
    </Notice>
  );
}
