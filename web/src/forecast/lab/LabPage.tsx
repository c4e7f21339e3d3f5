import { Button } from '@mantine/core';
import { Definitions } from '@/components/Definitions';
import { Notice } from '@/components/Notice';
import { Page } from '@/components/Page';
import { ErrorState, Loading } from '@/components/states';
import { JobProgress } from '@/jobs/JobProgress';
import { Problem } from '@/lib/api';
import { Answer } from './answer/Answer';
import classes from './Lab.module.css';
import { QuestionBar } from './QuestionBar';
import { useLab } from './useLab';
import { useQuestion } from './useQuestion';
import { WeightsPanel } from './weights/WeightsPanel';

/** Is a health score useful at all? Any cards, held against who really left. */
export function LabPage() {
  const question = useQuestion();
  const { answer, job, error, isStopped, again } = useLab(question.ask);
  return (
    <Page
      title="Lab"
      hint="Is your health score useful at all? Scores as they stood on past month-ends, by what was known then, held against who left afterwards."
    >
      <div className={classes.page}>
        <QuestionBar question={question} error={error} />
        {error && !isInQuestion(error) && <ErrorState error={error} onRetry={again} />}
        {isStopped && (
          <Notice title="It was stopped.">
            <Button size="compact-xs" variant="default" onClick={again}>
              Ask again
            </Button>
          </Notice>
        )}
        {job && <JobProgress id={job.id} job={job} title="Judging the scores" />}
        {!answer && !job && !error && !isStopped && <Loading label="Judging the scores" />}
        {answer && (
          <>
            <Answer lab={answer} />
            <WeightsPanel question={question} />
            <Definitions items={answer.definitions} />
          </>
        )}
      </div>
    </Page>
  );
}

const asked = new Set(['filter', 'cards', 'from', 'to', 'horizon_days']);
/** What is refused is told where it is asked. */
const isInQuestion = (error: Error) => error instanceof Problem && asked.has(error.field ?? '');
