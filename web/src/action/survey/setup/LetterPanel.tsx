import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { Notice } from '@/components/Notice';
import { Panel } from '@/components/Panel';
import { type Instrument, languageName, languagesOf } from '@/facts/survey/instrument';
import { $api } from '@/lib/api';
import { sentence } from '@/lib/words';
import classes from '../Survey.module.css';
import type { Survey } from '../useSurveys';

/** The mail as the people asked get it. */
export function LetterPanel({ survey, instrument }: { survey: Survey; instrument: Instrument }) {
  const languages = languagesOf(instrument);
  const [chosen, setChosen] = useState<string | null>(null);
  const [which, setWhich] = useState('first');
  const language = chosen && languages.includes(chosen) ? chosen : (survey.language ?? languages[0] ?? 'en');
  // Each change that is stored asks for it again (refreshSurveys).
  const { data, error } = $api.useQuery(
    'get',
    '/api/v1/surveys/{key}/mail',
    {
      params: {
        path: { key: survey.key },
        query: { language, is_reminder: which === 'reminder' },
      },
    },
    { placeholderData: (old) => old },
  );
  return (
    <Panel
      title="The mail"
      actions={
        <>
          {languages.length > 1 && (
            <SegmentedControl
              size="xs"
              aria-label="Language of the mail"
              data={languages.map((code) => ({ value: code, label: languageName(code) }))}
              value={language}
              onChange={setChosen}
            />
          )}
          {survey.reminder_days !== null && (
            <SegmentedControl
              size="xs"
              aria-label="Which mail"
              data={[
                { value: 'first', label: 'First' },
                { value: 'reminder', label: 'Reminder' },
              ]}
              value={which}
              onChange={setWhich}
            />
          )}
        </>
      }
    >
      {error && <Notice tone="bad">{sentence(error.message)}</Notice>}
      {data && (
        <div className={classes.letter} lang={data.language}>
          <strong>{data.subject}</strong>
          <pre>{data.text}</pre>
        </div>
      )}
    </Panel>
  );
}
