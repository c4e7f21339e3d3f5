import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Notice } from '@/components/Notice';
import { Section } from '@/components/Section';
import { ErrorState, Loading } from '@/components/states';
import { $api, api, type Schema } from '@/lib/api';
import { formatDay } from '@/lib/day';
import { formatCount, formatDelta, formatMoney } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import { AffectedAccounts } from './AffectedAccounts';
import classes from './Compare.module.css';
import { Flows } from './Flows';
import { MonthChart } from './MonthChart';

type Comparison = Schema<'Comparison'>;
type CompareDay = Schema<'CompareDay'>;

interface ComparePanelProps {
  cardKey: string;
  revision: number;
  /** The card was changed since. */
  isStale: boolean;
}

/** What the draft would change, today and on each month-end of the past year. */
export function ComparePanel({ cardKey, revision, isStale }: ComparePanelProps) {
  const { data, error, refetch } = useQuery({
    queryKey: ['compare', cardKey, revision],
    staleTime: 60_000,
    queryFn: async () => {
      const params = { path: { key: cardKey } };
      const { data: reply } = await api.POST('/api/v1/cards/{key}/draft/compare', {
        params,
        body: { revision },
      });
      return reply;
    },
  });
  return (
    <Section
      title="What it would change"
      hint="Scored both ways from the same facts, each day as it was known then."
    >
      {isStale && <Notice>The card was changed since this was compared.</Notice>}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Comparing" />}
      {data?.comparison && <Compared comparison={data.comparison} />}
      {data?.job && <Waiting id={data.job.id} />}
    </Section>
  );
}

const POLL_MS = 700;

/** A large portfolio is compared by a job. */
function Waiting({ id }: { id: number }) {
  const { data: job, error } = $api.useQuery(
    'get',
    '/api/v1/jobs/{id}',
    { params: { path: { id } } },
    { refetchInterval: ({ state }) => (isOver(state.data?.state) ? false : POLL_MS) },
  );
  if (error) return <ErrorState error={error} />;
  if (job?.state === 'done') return <Compared comparison={job.result as unknown as Comparison} />;
  if (isOver(job?.state)) return <Notice tone="bad">{job?.error ?? 'The comparison was stopped.'}</Notice>;
  return <p role="status">Comparing: {job?.progress_pct ?? 0} % done.</p>;
}

const isOver = (state: string | undefined) => state === 'done' || state === 'failed' || state === 'cancelled';

function Compared({ comparison }: { comparison: Comparison }) {
  const today = comparison.days.at(-1);
  const [day, setDay] = useState(today?.day ?? '');
  const shown = comparison.days.find((candidate) => candidate.day === day) ?? today;
  if (!shown) return null;
  return (
    <div className={classes.compared}>
      <MonthChart days={comparison.days} chosen={shown.day} onPick={setDay} />
      <h3>{shown === today ? 'Today' : formatDay(shown.day)}</h3>
      <Figures day={shown} />
      <Flows day={shown} />
      <AffectedAccounts key={shown.day} cardKey={comparison.key} day={shown.day} total={shown.changed} />
    </div>
  );
}

function Figures({ day }: { day: CompareDay }) {
  const { currency } = useOrganisation();
  const figures = [
    ['Accounts that would move', `${formatCount(day.changed)} of ${formatCount(day.accounts)}`],
    [
      'ARR concerned',
      `${formatMoney(day.changed_arr_cents, currency, true)} of ${formatMoney(day.arr_cents, currency, true)}`,
    ],
    ['Another band', formatCount(day.changed_band)],
    ['Another cell', formatCount(day.changed_cell)],
    ['Gain a score', formatCount(day.gained)],
    ['Lose their score', formatCount(day.lost)],
    ['Mean shift', day.mean_shift == null ? '–' : formatDelta(day.mean_shift)],
  ];
  return (
    <dl className={classes.figures}>
      {figures.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
