import { Button, Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useCan } from '@/access/session';
import { Confirm } from '@/components/Confirm';
import { TimeText } from '@/components/DayText';
import { Missing } from '@/components/numbers';
import { ErrorState, Loading } from '@/components/states';
import { seenBy } from '@/facts/list/useFacts';
import { $api } from '@/lib/api';
import type { Day } from '@/lib/day';
import { languageName, wordsIn } from '../instrument';
import { refreshResponses } from '../refreshResponses';
import { useInstrument } from '../useInstruments';
import { answerOf, sayAnswer } from './answers';
import classes from './Response.module.css';
import type { Response } from './useResponses';

interface ResponseDrawerProps {
  response: Response | null;
  day: Day | undefined;
  /** Names of the account's people, by key. */
  names: Map<string, string>;
  onClose: () => void;
}

/** One response, question by question, as it was asked then. */
export function ResponseDrawer({ response, day, names, onClose }: ResponseDrawerProps) {
  return (
    <Drawer
      opened={response !== null}
      onClose={onClose}
      position="right"
      size="34rem"
      title="Answers"
      padding="lg"
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {response && <Body response={response} day={day} names={names} onClose={onClose} />}
    </Drawer>
  );
}

function Body({ response, day, names, onClose }: ResponseDrawerProps & { response: Response }) {
  const { contact, invited, reminded, answered, language } = response;
  const seen = seenBy(day, answered);
  return (
    <div className={classes.response}>
      <dl className={classes.about}>
        <div>
          <dt>Person</dt>
          <dd>{contact ? (names.get(contact) ?? contact) : <Missing reason="nobody is named" />}</dd>
        </div>
        <div>
          <dt>Asked</dt>
          <dd>
            <TimeText time={invited} />
            {reminded && seenBy(day, reminded) && (
              <>
                , reminded <TimeText time={reminded} />
              </>
            )}
          </dd>
        </div>
        <div>
          <dt>Answered</dt>
          <dd>
            {seen ? <TimeText time={seen} /> : 'not yet'}
            {seen && language && ` in ${languageName(language)}`}
          </dd>
        </div>
      </dl>
      {seen ? (
        <Answers response={response} />
      ) : (
        <p>There is no answer yet. That, too, counts in the answer rate.</p>
      )}
      {!day && <Remove response={response} onRemoved={onClose} />}
    </div>
  );
}

function Answers({ response }: { response: Response }) {
  const { instrument, error, refetch } = useInstrument(response.instrument, response.version ?? undefined);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!instrument) return <Loading label="Loading the questions" />;
  const language = response.language ?? 'en';
  return (
    <dl className={classes.answers} lang={language}>
      {instrument.questions.map((question) => {
        const answer = answerOf(response.answers?.[question.id]);
        return (
          <div key={question.id}>
            <dt>{wordsIn(question.text, language)}</dt>
            <dd>
              {answer === undefined ? (
                <Missing reason="not answered" />
              ) : (
                sayAnswer(question, answer, language)
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function Remove({ response, onRemoved }: { response: Response; onRemoved: () => void }) {
  const isAllowed = useCan('manager');
  const [isAsking, asking] = useDisclosure(false);
  const remove = $api.useMutation('delete', '/api/v1/responses/{key}', {
    onSuccess() {
      asking.close();
      onRemoved();
      void refreshResponses();
    },
  });
  if (!isAllowed) return null;
  return (
    <>
      <Button size="compact-xs" variant="subtle" color="gray" onClick={asking.open} w="max-content">
        Delete this response
      </Button>
      <Confirm
        title="Delete this response?"
        text="What was answered goes, and with it every number and rating that rests on it. The audit log keeps what it was."
        verb="Delete"
        isOpen={isAsking}
        isPending={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate({ params: { path: { key: response.key } } })}
        onClose={asking.close}
      />
    </>
  );
}
