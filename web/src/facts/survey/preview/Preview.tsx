import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useOrganisation } from '@/lib/organisation';
import { type Answer, type Answers, asked } from '../branch';
import { type Instrument, languageName, languagesOf, wordsIn } from '../instrument';
import classes from './Preview.module.css';
import { PreviewQuestion } from './PreviewQuestion';

/** The questionnaire as a respondent sees it on a phone; it can be tried, and nothing is kept. */
export function Preview({ instrument }: { instrument: Instrument }) {
  const { name: organisation } = useOrganisation();
  const languages = languagesOf(instrument);
  const [chosen, setChosen] = useState<string | null>(null);
  const [answers, setAnswers] = useState<Answers>({});
  const [isSent, setIsSent] = useState(false);
  const language = chosen && languages.includes(chosen) ? chosen : (languages[0] ?? 'en');
  const answer = (id: string, value: Answer | undefined) => setAnswers({ ...answers, [id]: value });
  const open = asked(instrument, answers);

  return (
    <section className={classes.preview} aria-label="Preview">
      <header className={classes.bar}>
        <span>As they see it</span>
        {languages.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label="Language of the preview"
            data={languages.map((code) => ({ value: code, label: languageName(code) }))}
            value={language}
            onChange={setChosen}
          />
        )}
      </header>
      {/* What is tried here goes nowhere, so Enter sends nothing either. */}
      <div className={classes.paper} lang={language}>
        {organisation && <p className={classes.from}>{organisation}</p>}
        <h3>{wordsIn(instrument.name, language)}</h3>
        {isSent ? (
          <p>{wordsIn(instrument.thanks, language) || 'Thank you.'}</p>
        ) : (
          <>
            {instrument.intro && <p>{wordsIn(instrument.intro, language)}</p>}
            {open.map((question) => (
              <PreviewQuestion
                key={question.id}
                question={question}
                language={language}
                value={answers[question.id]}
                onChange={(value) => answer(question.id, value)}
              />
            ))}
          </>
        )}
      </div>
      <footer className={classes.bar}>
        <span>
          {open.length < instrument.questions.length && !isSent
            ? `${instrument.questions.length - open.length} more appear by what is answered`
            : ''}
        </span>
        {isSent ? (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => {
              setIsSent(false);
              setAnswers({});
            }}
          >
            Begin again
          </Button>
        ) : (
          <Button size="compact-xs" variant="default" onClick={() => setIsSent(true)}>
            Show the thanks
          </Button>
        )}
      </footer>
    </section>
  );
}
