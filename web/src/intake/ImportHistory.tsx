import { IconAlertTriangle, IconCircleCheck, IconClock, IconEye } from '@tabler/icons-react';
import { Link } from 'react-router';
import { TimeText } from '@/components/DayText';
import { Panel } from '@/components/Panel';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { $api, type Schema } from '@/lib/api';
import { formatCount, formatMany } from '@/lib/format';
import classes from './Import.module.css';

type Summary = Schema<'ImportSummary'>;

const SHOWN = 20;
const BUSY_MS = 2000;

const states = {
  checking: { label: 'Being checked', icon: IconClock },
  ready: { label: 'Checked, not imported', icon: IconEye },
  importing: { label: 'Being imported', icon: IconClock },
  done: { label: 'Imported', icon: IconCircleCheck },
  failed: { label: 'Failed', icon: IconAlertTriangle },
} as const;

const isBusy = ({ state }: Summary) => state === 'checking' || state === 'importing';

/** Imports before this one, the latest first. */
export function ImportHistory() {
  const { data, error, refetch } = $api.useQuery(
    'get',
    '/api/v1/imports',
    { params: { query: { limit: SHOWN } } },
    { refetchInterval: ({ state }) => (state.data?.items.some(isBusy) ? BUSY_MS : false) },
  );
  return (
    <Panel title="Earlier imports">
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Loading earlier imports" />}
      {data?.items.length === 0 && (
        <EmptyState title="Nothing has been imported yet">
          Start with a list of customers and their subscriptions: it is enough for ARR, renewals and a first
          health score. Usage and tickets make it worth trusting.
        </EmptyState>
      )}
      {data && data.items.length > 0 && (
        <ul className={classes.history}>
          {data.items.map((item) => (
            <Item key={item.id} item={item} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Item({ item }: { item: Summary }) {
  const { label, icon: Icon } = states[item.state];
  const rows =
    item.state === 'failed'
      ? item.message
      : `${formatMany(item.rows_read, 'row')}, ${formatCount(item.rows_new)} new, ${formatCount(item.rows_changed)} changed, ${formatCount(item.rows_rejected)} rejected`;
  return (
    <li>
      <Link to={`/import?id=${item.id}`}>
        <Icon size={17} stroke={1.6} data-state={item.state} aria-hidden />
        <span>
          <b>
            {label}
            {item.mapping_name && `, mapping ${item.mapping_name}`}
          </b>
          <small>{rows}</small>
        </span>
        <small className={classes.when}>
          <TimeText time={item.created} />
          <br />
          {item.created_by}
        </small>
      </Link>
    </li>
  );
}
