import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useCan } from '@/access/session';
import { Panel } from '@/components/Panel';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { FactEditor, useEditor } from '@/facts/form/FactEditor';
import { LoadMore } from '@/facts/list/FactTable';
import { useFacts } from '@/facts/list/useFacts';
import type { Day } from '@/lib/day';
import { useOrganisation } from '@/lib/organisation';
import classes from './Goal.module.css';
import { GoalCard } from './GoalCard';
import { type Goal, goalKind, type Measurement, measurementList, measurementOf } from './goalKind';

interface GoalPanelProps {
  account: string;
  day: Day | undefined;
}

const MOST_MEASUREMENTS = 500;

/** The customer's goals with the way each has come. */
export function GoalPanel({ account, day }: GoalPanelProps) {
  const { today } = useOrganisation();
  const goals = useFacts<Goal>(goalKind, { account, day });
  const measurements = useFacts<Measurement>(measurementList, { account, day, limit: MOST_MEASUREMENTS });
  const editor = useEditor<Goal>();
  const measuring = useEditor<Measurement>();
  const [measured, setMeasured] = useState<Goal>();
  const mayWrite = useCan('manager') && !day;
  const error = goals.error ?? measurements.error;

  const measure = (goal: Goal, measurement?: Measurement) => {
    setMeasured(goal);
    if (measurement) measuring.edit(measurement);
    else measuring.add();
  };
  const add = mayWrite && (
    <Button size="xs" variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={editor.add}>
      Add a goal
    </Button>
  );
  return (
    <Panel title={goalKind.title} hint={goalKind.hint} actions={add}>
      {error && <ErrorState error={error} onRetry={goals.retry} />}
      {!error && !(goals.items && measurements.items) && <Loading label="Loading goals" />}
      {goals.items?.length === 0 && (
        <EmptyState title={goalKind.empty.title}>{goalKind.empty.text}</EmptyState>
      )}
      {goals.items && measurements.items && goals.items.length > 0 && (
        <ul className={classes.goals}>
          {goals.items.map((goal) => (
            <GoalCard
              key={goal.key}
              goal={goal}
              measurements={measurements.items ?? []}
              day={day ?? today}
              onEdit={mayWrite ? () => editor.edit(goal) : undefined}
              onMeasure={mayWrite ? (measurement) => measure(goal, measurement) : undefined}
            />
          ))}
        </ul>
      )}
      <LoadMore list={goals} />
      <FactEditor kind={goalKind} account={account} editor={editor} />
      {measured && <FactEditor kind={measurementOf(measured)} account={account} editor={measuring} />}
    </Panel>
  );
}
