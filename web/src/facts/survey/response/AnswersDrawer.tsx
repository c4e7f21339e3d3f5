import { Button, Drawer, Select, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { Link } from 'react-router';
import layout from '@/components/Form.module.css';
import { Notice } from '@/components/Notice';
import { ErrorState, Loading } from '@/components/states';
import { useContacts } from '@/facts/contact/contactKind';
import { $api, Problem } from '@/lib/api';
import { useClock } from '@/lib/organisation';
import { sentence } from '@/lib/words';
import { type Answers, asked } from '../branch';
import { type Instrument, languagesOf, wordsIn } from '../instrument';
import { PreviewQuestion } from '../preview/PreviewQuestion';
import { refreshResponses } from '../refreshResponses';
import { type InstrumentSummary, useInstrument } from '../useInstruments';

interface AnswersDrawerProps {
  account: string;
  instruments: InstrumentSummary[];
}

/** What somebody said in a talk, written into a questionnaire. It opens as it appears. */
export function AnswersDrawer({ account, instruments }: AnswersDrawerProps) {
  const [isOpen, { close }] = useDisclosure(true);
  const published = instruments.filter(({ state }) => state === 'published');
  const [chosen, setChosen] = useState(published[0]?.id);
  const [contact, setContact] = useState<string | null>(null);
  const contacts = useContacts(account, undefined);
  const { instrument, error, refetch } = useInstrument(chosen);
  return (
    <Drawer
      opened={isOpen}
      onClose={close}
      position="right"
      size="34rem"
      title="Answers from a talk"
      padding="lg"
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': 'Close without saving' }}
    >
      <Stack>
        <Select
          label="Questionnaire"
          data={published.map(({ id, name }) => ({ value: id, label: wordsIn(name, 'en') }))}
          value={chosen ?? null}
          allowDeselect={false}
          onChange={(id) => setChosen(id ?? undefined)}
        />
        <Select
          label="Who answered"
          placeholder="Nobody in particular"
          data={(contacts.items ?? []).map(({ key, name, title }) => ({
            value: key,
            label: [name || key, title].filter(Boolean).join(', '),
          }))}
          value={contact}
          searchable
          clearable
          onChange={setContact}
        />
        {instrument?.kind === 'maturity' && (
          <Notice>
            For the twelve ratings the{' '}
            <Link to={`/accounts/${encodeURIComponent(account)}/interview`}>interview sheet</Link> has room
            for evidence and shows the index as you go.
          </Notice>
        )}
        {error && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!instrument && !error && <Loading label="Loading the questions" />}
        {instrument && (
          <AnswersForm
            key={instrument.id}
            account={account}
            contact={contact}
            instrument={instrument}
            onSaved={close}
          />
        )}
      </Stack>
    </Drawer>
  );
}

interface AnswersFormProps {
  account: string;
  contact: string | null;
  instrument: Instrument;
  onSaved: () => void;
}

function AnswersForm({ account, contact, instrument, onSaved }: AnswersFormProps) {
  const clock = useClock();
  const [answers, setAnswers] = useState<Answers>({});
  const save = $api.useMutation('post', '/api/v1/responses', {
    onSuccess() {
      notifications.show({ message: 'The answers are saved.' });
      onSaved();
      void refreshResponses();
    },
  });
  const language = languagesOf(instrument)[0] ?? 'en';
  const now = clock().toISOString();
  return (
    <form
      className={layout.form}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({
          body: {
            account,
            contact,
            instrument: instrument.id,
            version: instrument.version ?? null,
            basis: 'interview',
            answered: now,
            language,
            answers: Object.fromEntries(
              asked(instrument, answers).flatMap(({ id }) =>
                answers[id] === undefined ? [] : [[id, answers[id]]],
              ),
            ),
          },
        });
      }}
    >
      {asked(instrument, answers).map((question) => (
        <PreviewQuestion
          key={question.id}
          question={question}
          language={language}
          value={answers[question.id]}
          onChange={(value) => setAnswers({ ...answers, [question.id]: value })}
        />
      ))}
      <footer className={layout.footer}>
        {save.error && (
          <Notice tone="bad">
            {save.error instanceof Problem && save.error.field ? `${save.error.field}: ` : ''}
            {sentence(save.error.message)}
          </Notice>
        )}
        <div>
          <Button type="submit" loading={save.isPending} disabled={Object.keys(answers).length === 0}>
            Save the answers
          </Button>
        </div>
      </footer>
    </form>
  );
}
