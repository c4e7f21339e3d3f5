import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Confirm } from '@/components/Confirm';
import { EditBar } from '@/components/edit/EditBar';
import { Notice } from '@/components/Notice';
import { Section } from '@/components/Section';
import { type Instrument, wordsIn } from '@/facts/survey/instrument';
import { currentOf, useInstruments } from '@/facts/survey/useInstruments';
import { $api } from '@/lib/api';
import { queryClient } from '@/lib/queries';
import classes from '../Survey.module.css';
import type { SurveyView } from '../useSurveys';
import { AudiencePanel } from './AudiencePanel';
import { AudienceSection } from './AudienceSection';
import { LetterPanel } from './LetterPanel';
import { OpenDialog } from './OpenDialog';
import { TimeSection } from './TimeSection';
import { useSetup } from './useSetup';
import { WordsSection } from './WordsSection';

const said = { saved: 'Saved', saving: 'Saving …', refused: 'Not saved' };

/** Whom, by which words, when; and beside it who would get what. */
export function SetupForm({ view, instrument }: { view: SurveyView; instrument: Instrument }) {
  const setup = useSetup(view);
  const { survey, put, errorAt } = setup;
  const isDraft = survey.state === 'draft';
  const [asks, setAsks] = useState<'open' | 'delete' | null>(null);
  const open = async () => {
    if (await setup.flush()) setAsks('open');
  };
  return (
    <>
      <EditBar state={said[setup.state]}>
        {isDraft && (
          <>
            <Button size="xs" variant="subtle" color="gray" onClick={() => setAsks('delete')}>
              Delete
            </Button>
            <Button size="xs" disabled={setup.state === 'refused'} onClick={() => void open()}>
              {survey.channel === 'mail' ? 'Send …' : 'Open …'}
            </Button>
          </>
        )}
      </EditBar>
      {!isDraft && (
        <Notice>
          This survey has begun. Its name, words, reminder and rhythm can change, for what is still to come;
          what people were told stays.
        </Notice>
      )}
      <div className={classes.setup}>
        <div className={classes.form}>
          <Section title="What">
            <div className={classes.row}>
              <TextInput
                label="Name"
                maxLength={120}
                value={survey.name}
                error={errorAt('name')}
                onChange={(event) => put({ name: event.currentTarget.value })}
              />
              <Questionnaire
                value={survey.instrument}
                isDisabled={!isDraft}
                onChange={(id) => put({ instrument: id, language: null })}
              />
            </div>
          </Section>
          <AudienceSection setup={setup} />
          <WordsSection setup={setup} instrument={instrument} />
          <TimeSection setup={setup} />
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <div className={classes.side} role="group" tabIndex={0} aria-label="Previews">
          <AudiencePanel survey={setup.saved} />
          {survey.channel === 'mail' && <LetterPanel survey={setup.saved} instrument={instrument} />}
        </div>
      </div>
      <OpenDialog survey={setup.saved} isOpen={asks === 'open'} onClose={() => setAsks(null)} />
      <DeleteDialog survey={survey} isOpen={asks === 'delete'} onClose={() => setAsks(null)} />
    </>
  );
}

interface QuestionnaireProps {
  value: string;
  isDisabled: boolean;
  onChange: (id: string) => void;
}

function Questionnaire({ value, isDisabled, onChange }: QuestionnaireProps) {
  const { items } = useInstruments();
  const published = currentOf(items ?? []).filter(({ state }) => state === 'published');
  return (
    <Select
      label="Questionnaire"
      data={published.map(({ id, name }) => ({ value: id, label: wordsIn(name, 'en') }))}
      value={value}
      allowDeselect={false}
      disabled={isDisabled}
      onChange={(id) => id && onChange(id)}
    />
  );
}

interface DialogProps {
  survey: SurveyView['survey'];
  isOpen: boolean;
  onClose: () => void;
}

function DeleteDialog({ survey, isOpen, onClose }: DialogProps) {
  const navigate = useNavigate();
  const remove = $api.useMutation('delete', '/api/v1/surveys/{key}', {
    onSuccess() {
      // Not asked again at once: this page still looks at what is gone.
      void queryClient.invalidateQueries({ refetchType: 'none' });
      void navigate('/surveys');
    },
  });
  return (
    <Confirm
      title="Delete this draft?"
      text={`“${survey.name}” has asked nobody yet, so nothing is lost but what is set up here.`}
      verb="Delete"
      isOpen={isOpen}
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ params: { path: { key: survey.key } } })}
      onClose={onClose}
    />
  );
}
