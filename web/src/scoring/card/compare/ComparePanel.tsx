import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { Notice } from '@/components/Notice';
import { Section } from '@/components/Section';
import { ErrorState, Loading } from '@/components/states';
import { JobProgress } from '@/jobs/JobProgress';
import { useAnswer } from '@/jobs/useAnswer';
import { api, type Schema } from '@/lib/api';
import { formatDay } from '@/lib/day';
import { formatCount, formatDelta, formatMoney } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import { labPath } from '../labPath';
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
  const { answer, job, error, isStopped, again } = useAnswer<Comparison>({
    key: ['compare', cardKey, revision],
    ask: async () => {
      const params = { path: { key: cardKey } };
      const { data } = await api.POST('/api/v1/cards/{key}/draft/compare', { params, body: { revision } });
      return { answer: data?.comparison ?? null, job: data?.job ?? null };
    },
  });
  return (
    <Section
      title="What it would change"
      hint="Scored both ways from the same facts, each day as it was known then."
      actions={answer && <InLab comparison={answer} />}
    >
      {isStale && <Notice>The card was changed since this was compared.</Notice>}
      {error && <ErrorState error={error} onRetry={again} />}
      {isStopped && <Notice tone="bad">The comparison was stopped.</Notice>}
      {job && <JobProgress id={job.id} job={job} title="Comparing" />}
      {!answer && !job && !error && !isStopped && <Loading label="Comparing" />}
      {answer && <Compared comparison={answer} />}
    </Section>
  );
}

/** How many move says nothing about whether it is better; who left does. */
function InLab({ comparison: { key, against } }: { comparison: Comparison }) {
  const cards = [`${key}@draft`, ...(against === null ? [] : [`${key}@${against}`])];
  return (
    <Button size="xs" variant="default" component={Link} to={labPath(...cards)}>
      Does it tell better who leaves?
    </Button>
  );
}

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
