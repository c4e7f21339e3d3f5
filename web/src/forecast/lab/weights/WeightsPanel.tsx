import { Button, SegmentedControl, Select } from '@mantine/core';
import { Notice } from '@/components/Notice';
import { Panel } from '@/components/Panel';
import { ErrorState, Loading } from '@/components/states';
import { JobProgress } from '@/jobs/JobProgress';
import { $api } from '@/lib/api';
import { cardChoices } from '../cardChoices';
import type { Question } from '../useQuestion';
import { Suggestion } from './Suggestion';
import { type Level, useWeights } from './useWeights';
import classes from './Weights.module.css';

/** Which weights would have told better who leaves, tried on customers they were not fitted on. */
export function WeightsPanel({ question }: { question: Question }) {
  const { scope, ask, cards } = question;
  const all = $api.useQuery('get', '/api/v1/cards').data?.items ?? [];
  const asked = scope.choice('weights');
  const level: Level = scope.choice('level') === 'measures' ? 'measures' : 'groups';
  const { answer, job, error, isStopped, again } = useWeights(ask, asked, level);
  const isAsked = asked !== undefined;
  const isWaiting = isAsked && !answer && !job && !error && !isStopped;
  return (
    <Panel
      title="Other weights"
      hint="Which weights would have told better who leaves, of the customers above. They are fitted on four fifths of them and judged by the rest, five times."
    >
      <div className={classes.ask}>
        <Select
          size="xs"
          label="Card"
          w={230}
          data={cardChoices(all, cards)}
          value={asked ?? cards[0] ?? 'health'}
          allowDeselect={false}
          onChange={(card) => scope.choose({ weights: card ?? undefined })}
        />
        <SegmentedControl
          size="xs"
          aria-label="Weights of"
          data={[
            { value: 'groups', label: 'Groups' },
            { value: 'measures', label: 'Measures' },
          ]}
          value={level}
          onChange={(value) => scope.choose({ level: value === 'measures' ? value : undefined })}
        />
        {!isAsked && (
          <Button size="xs" onClick={() => scope.choose({ weights: cards[0] ?? 'health' })}>
            Look for better weights
          </Button>
        )}
      </div>
      {error && <ErrorState error={error} onRetry={again} />}
      {isStopped && <Notice>It was stopped.</Notice>}
      {job && <JobProgress id={job.id} job={job} title="Trying weights" />}
      {isWaiting && <Loading label="Trying weights" />}
      {answer && <Suggestion weights={answer} />}
    </Panel>
  );
}
