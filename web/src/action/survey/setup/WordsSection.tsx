import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { Section } from '@/components/Section';
import { type Instrument, languageName, languagesOf, type Words } from '@/facts/survey/instrument';
import classes from '../Survey.module.css';
import type { Setup } from './useSetup';

const holders = ['{name}', '{account}', '{organisation}', '{link}'];

type Part = 'subject' | 'words' | 'about';

/** With the words of one language put; without any words at all it is Ripen's own text. */
function withWords(words: Words | null, language: string, text: string): Words | null {
  const { [language]: _, ...others } = words ?? {};
  const next = text === '' ? others : { ...others, [language]: text };
  return Object.keys(next).length > 0 ? next : null;
}

/** What the mail says, and the page about the answers, in each language. */
export function WordsSection({ setup, instrument }: { setup: Setup; instrument: Instrument }) {
  const { survey, put, errorAt } = setup;
  const languages = languagesOf(instrument);
  const first = survey.language ?? languages[0] ?? 'en';
  const [chosen, setChosen] = useState<string | null>(null);
  const language = chosen && languages.includes(chosen) ? chosen : first;
  const area = useRef<HTMLTextAreaElement>(null);
  const bind = (part: Part) => ({
    value: (survey[part] as Words | null)?.[language] ?? '',
    lang: language,
    placeholder: 'Ripen’s own words',
    error: errorAt(part),
    onChange: (event: { currentTarget: { value: string } }) =>
      put({ [part]: withWords(survey[part] as Words | null, language, event.currentTarget.value) }),
  });
  function insert(holder: string) {
    const input = area.current;
    const text = (survey.words as Words | null)?.[language] ?? '';
    const at = input?.selectionStart ?? text.length;
    const end = input?.selectionEnd ?? at;
    put({
      words: withWords(survey.words as Words | null, language, text.slice(0, at) + holder + text.slice(end)),
    });
    input?.focus();
  }
  return (
    <Section
      title="By which words"
      hint="Left empty, Ripen uses its own. The link comes at the end if the words do not name it."
    >
      <div className={classes.row}>
        <Select
          label="Mails go out in"
          data={languages.map((code) => ({ value: code, label: languageName(code) }))}
          value={first}
          allowDeselect={false}
          error={errorAt('language')}
          onChange={(code) => put({ language: code === languages[0] ? null : code })}
        />
        <Select
          label="Words in"
          data={languages.map((code) => ({ value: code, label: languageName(code) }))}
          value={language}
          allowDeselect={false}
          onChange={setChosen}
        />
      </div>
      {survey.channel === 'mail' && (
        <>
          <TextInput label="Subject" maxLength={200} {...bind('subject')} />
          <Textarea
            label="Mail"
            ref={area}
            autosize
            minRows={4}
            maxRows={16}
            maxLength={4000}
            {...bind('words')}
          />
          <div className={classes.holders}>
            Filled in for each:
            {holders.map((holder) => (
              <Button key={holder} size="compact-xs" variant="default" onClick={() => insert(holder)}>
                {holder}
              </Button>
            ))}
          </div>
        </>
      )}
      <Textarea
        label="What happens with the answers"
        description="Stands on the page before the questions"
        autosize
        minRows={1}
        maxRows={6}
        maxLength={4000}
        {...bind('about')}
      />
    </Section>
  );
}
