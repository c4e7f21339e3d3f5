import { Button, SegmentedControl } from '@mantine/core';
import { Link } from 'react-router';
import { DayText } from '@/components/DayText';
import { Panel } from '@/components/Panel';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { $api, type Schema } from '@/lib/api';
import { addDays, type Day, mondayOf } from '@/lib/day';
import { useOrganisation } from '@/lib/organisation';
import classes from './Usage.module.css';
import { UsageChart } from './UsageChart';

const DAYS_PER_WEEK = 7;

const spans = [
  { value: '91', label: '13 weeks' },
  { value: '182', label: '26 weeks' },
  { value: '364', label: '1 year' },
];

interface UsagePanelProps {
  account: string;
  day: Day | undefined;
  span: string;
  onSpan: (span: string) => void;
}

const isUsed = ({ events }: Schema<'Usage'>) =>
  events.some(({ counts }) => counts.some((count) => (count ?? 0) > 0));

/** Whole weeks up to a day; nothing is asked without an account. */
function useUsage(account: string, to: Day, span: string) {
  const from = addDays(mondayOf(to), -Number(span) + DAYS_PER_WEEK);
  return $api.useQuery(
    'get',
    '/api/v1/accounts/{key}/usage',
    { params: { path: { key: account }, query: { from, to, by: 'week' } } },
    { enabled: account !== '', placeholderData: (old?: Schema<'Usage'>) => old },
  );
}

/** What the customer's people do in the product, week by week. */
export function UsagePanel({ account, day, span, onSpan }: UsagePanelProps) {
  const { today } = useOrganisation();
  const asked = useUsage(account, day ?? today, span);
  // Data that ends before these weeks is shown up to where it ends.
  const end = asked.data && !isUsed(asked.data) ? asked.data.last_used : null;
  const earlier = useUsage(end ? account : '', end ?? today, span);
  const { data, error, refetch } = end ? earlier : asked;
  const to = end ?? day ?? today;
  return (
    <Panel
      title="Usage"
      hint="Events a week, the most frequent apart, and the people behind them."
      actions={
        <SegmentedControl size="xs" aria-label="Weeks shown" data={spans} value={span} onChange={onSpan} />
      }
    >
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Loading usage" />}
      {end && (
        <p className={classes.end}>
          The last use was on <DayText day={end} />; these weeks end there.
        </p>
      )}
      {data && !isUsed(data) && (
        <EmptyState
          title="No usage in this time"
          action={
            <Button component={Link} to="/import" variant="default">
              Import usage
            </Button>
          }
        >
          A CSV with account, day, event and count is enough. Usage is most of what the health score foretells
          churn by.
        </EmptyState>
      )}
      {data && isUsed(data) && <UsageChart usage={data} until={to} />}
    </Panel>
  );
}
