import { Drawer } from '@mantine/core';
import { Link } from 'react-router';
import { MetricValue } from '@/components/numbers';
import { ErrorState, Loading } from '@/components/states';
import { $api, type Schema } from '@/lib/api';
import { type Day, formatDay } from '@/lib/day';
import { formatCount } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import { FactParts } from './FactParts';
import classes from './MetricFacts.module.css';

type Facts = Schema<'MetricFacts'>;

interface FactsDrawerProps {
  account: { key: string; name: string };
  /** The id of a metric; undefined: the drawer is shut. */
  metric: string | undefined;
  day: Day | undefined;
  onClose: () => void;
  /** Goes to the tab of the account page where facts of a kind are all listed. */
  onTab: (tab: string) => void;
}

/** The very facts behind one number of an account, as they were known on the day. */
export function FactsDrawer({ account, metric, day, onClose, onTab }: FactsDrawerProps) {
  return (
    <Drawer
      opened={metric !== undefined}
      onClose={onClose}
      position="right"
      size="44rem"
      title={`Behind a number of ${account.name}`}
      padding="lg"
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': 'Close the facts' }}
    >
      {metric && <Body account={account.key} metric={metric} day={day} onTab={onTab} />}
    </Drawer>
  );
}

interface BodyProps {
  account: string;
  metric: string;
  day: Day | undefined;
  onTab: (tab: string) => void;
}

function Body({ account, metric, day, onTab }: BodyProps) {
  const { today } = useOrganisation();
  const { data, error, refetch } = $api.useQuery('get', '/api/v1/accounts/{key}/metrics/{id}/facts', {
    params: { path: { key: account, id: metric }, query: { day } },
  });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading label="Looking up the facts" />;
  return (
    <div className={classes.body}>
      <p className={classes.value}>
        <b>
          <MetricValue value={data.value} unit={data.unit} />
        </b>
        <span>
          {data.label}, {data.day === today ? 'today' : formatDay(data.day)}
        </span>
      </p>
      <p className={classes.formula}>
        {data.formula} <Link to={`/dictionary#${data.metric}`}>In the dictionary</Link>
      </p>
      {data.note && <p className={classes.formula}>{data.note}</p>}
      {data.terms.length > 0 && <Terms terms={data.terms} />}
      <p className={classes.formula}>{summaryOf(data)}</p>
      <FactParts facts={data} onTab={onTab} />
    </div>
  );
}

/** "It rests on 12 facts from 2 Feb 2026 to 3 May 2026." */
function summaryOf({ n_facts, from, to, value }: Facts): string {
  const when =
    from && to ? ` from ${formatDay(from)} to ${formatDay(to)}` : to ? ` up to ${formatDay(to)}` : '';
  if (n_facts === 0)
    return value === null ? `There is no such fact${when}.` : `No fact of the account counts${when}.`;
  return `It rests on ${formatCount(n_facts)} ${n_facts === 1 ? 'fact' : 'facts'}${when}.`;
}

function Terms({ terms }: { terms: Facts['terms'] }) {
  return (
    <dl className={classes.terms}>
      {terms.map(({ label, value, unit }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <MetricValue value={value} unit={unit} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
