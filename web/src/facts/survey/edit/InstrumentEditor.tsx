import { useState } from 'react';
import { Notice } from '@/components/Notice';
import { Section } from '@/components/Section';
import type { Schema } from '@/lib/api';
import { useHistory, useUndoKeys, useWarning } from '@/lib/useHistory';
import type { Draft } from '../draftCalls';
import { type Instrument, kindLabel, languagesOf, tidied, type Words } from '../instrument';
import { faultsOf } from '../mend';
import { Preview } from '../preview/Preview';
import classes from './Edit.module.css';
import { EditTools } from './EditTools';
import { LanguageTools } from './LanguageTools';
import { QuestionList } from './QuestionList';
import { Refusal } from './Refusal';
import { useSave } from './useSave';
import { type Languages, WordsInput } from './WordsInput';

interface InstrumentEditorProps {
  draft: Draft;
  ratings: Schema<'RatingGroup'>[];
  onReload: () => Promise<void>;
}

/** The whole questionnaire as it is being changed, and beside it as people will see it. */
export function InstrumentEditor({ draft, ratings, onReload }: InstrumentEditorProps) {
  const history = useHistory<Instrument>(draft.instrument);
  const instrument = history.now;
  const save = useSave(draft);
  const isDirty = instrument !== save.saved;
  const [wanted, setWanted] = useState<string | null>(languagesOf(instrument)[1] ?? null);
  useUndoKeys(history.undo, history.redo);
  useWarning(isDirty);

  const [first = 'en', ...others] = languagesOf(instrument);
  const languages: Languages = { first, beside: wanted && others.includes(wanted) ? wanted : null };
  const faults = faultsOf(instrument);
  const words = (part: 'name' | 'intro' | 'thanks') => ({
    words: instrument[part],
    languages,
    onChange: (value: Words) => history.change({ ...instrument, [part]: value }, part),
  });
  return (
    <>
      <EditTools
        {...{ instrument, history, isDirty, faults }}
        isSaving={save.isPending}
        revision={save.revision.current}
        onSave={() => save.save(instrument)}
      />
      {save.error && <Refusal instrument={instrument} error={save.error} onReload={onReload} />}
      {faults.length > 0 && (
        <Notice tone="warning" title="Before it can be published">
          <ul className={classes.faults}>
            {faults.map(({ text }) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </Notice>
      )}
      <div className={classes.editor}>
        <div className={classes.form}>
          <Section
            title="Languages"
            hint="Every text has the first language. The others are for those who prefer them; what is missing is shown in the first."
          >
            <LanguageTools
              instrument={instrument}
              beside={languages.beside}
              onBeside={setWanted}
              onChange={history.change}
            />
          </Section>
          <Section title="The questionnaire" hint={`Kind: ${kindLabel(instrument.kind)}`}>
            <WordsInput label="Name" isRequired {...words('name')} />
            <WordsInput label="Before the questions" {...words('intro')} />
            <WordsInput label="After the answers" {...words('thanks')} />
          </Section>
          <Section title="Questions" hint="Alt and an arrow key move the question that has the focus.">
            <QuestionList
              {...{ instrument, languages, ratings, faults }}
              onChange={(next, tag) => history.change(next, tag)}
            />
          </Section>
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <div className={classes.side} role="group" tabIndex={0} aria-label="Beside the editor">
          <Preview instrument={tidied(instrument)} />
        </div>
      </div>
    </>
  );
}
