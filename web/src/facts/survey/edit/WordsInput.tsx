import { Textarea } from '@mantine/core';
import { languageName, TEXT_MAX, type Words } from '../instrument';
import classes from './Edit.module.css';

export interface Languages {
  /** The one every text has. */
  first: string;
  /** Shown beside it, for translating; null: none. */
  beside: string | null;
}

interface WordsInputProps {
  label: string;
  words: Words | null | undefined;
  languages: Languages;
  placeholder?: string;
  description?: string;
  isRequired?: boolean;
  onChange: (words: Words) => void;
}

/** A text in one language, or in two side by side. */
export function WordsInput(props: WordsInputProps) {
  const { label, words, languages, placeholder, description, isRequired = false, onChange } = props;
  const { first, beside } = languages;
  const one = (code: string, isSecond: boolean) => (
    <Textarea
      key={code}
      size="xs"
      lang={code}
      label={beside ? `${label} (${languageName(code)})` : label}
      description={isSecond ? undefined : description}
      placeholder={isSecond ? (words?.[first] ?? placeholder) : placeholder}
      required={isRequired && !isSecond}
      withAsterisk={false}
      autosize
      minRows={1}
      maxRows={10}
      maxLength={TEXT_MAX}
      value={words?.[code] ?? ''}
      onChange={(event) => onChange({ ...(words ?? {}), [code]: event.currentTarget.value })}
    />
  );
  return (
    <div className={classes.words} data-two={beside !== null}>
      {one(first, false)}
      {beside && one(beside, true)}
    </div>
  );
}
