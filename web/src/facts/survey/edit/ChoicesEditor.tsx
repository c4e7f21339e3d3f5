import { ActionIcon, Button } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { moved, replaced, without } from '@/lib/lists';
import { CHOICES_MAX, type Choice, unusedId, wordsIn } from '../instrument';
import classes from './Edit.module.css';
import { type Languages, WordsInput } from './WordsInput';

interface ChoicesEditorProps {
  choices: Choice[];
  languages: Languages;
  onChange: (choices: Choice[], tag?: string) => void;
}

/** What people choose from, in the order in which they see it. */
export function ChoicesEditor({ choices, languages, onChange }: ChoicesEditorProps) {
  const add = () => {
    const id = unusedId(
      choices.map((choice) => choice.id),
      `choice_${choices.length + 1}`,
    );
    onChange([...choices, { id, text: { [languages.first]: '' } }]);
  };
  return (
    <fieldset className={classes.choices}>
      <legend>Choices</legend>
      <ol>
        {choices.map((choice, at) => {
          const name = wordsIn(choice.text, languages.first) || `choice ${at + 1}`;
          return (
            <li key={choice.id}>
              <WordsInput
                label={`Choice ${at + 1}`}
                words={choice.text}
                languages={languages}
                onChange={(text) =>
                  onChange(replaced(choices, at, { ...choice, text }), `choice ${choice.id}`)
                }
              />
              <span className={classes.tools}>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={`Move ${name} up`}
                  disabled={at === 0}
                  onClick={() => onChange(moved(choices, at, -1))}
                >
                  <IconArrowUp size={15} stroke={1.6} />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={`Move ${name} down`}
                  disabled={at === choices.length - 1}
                  onClick={() => onChange(moved(choices, at, 1))}
                >
                  <IconArrowDown size={15} stroke={1.6} />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={`Remove ${name}`}
                  onClick={() => onChange(without(choices, at))}
                >
                  <IconTrash size={15} stroke={1.6} />
                </ActionIcon>
              </span>
            </li>
          );
        })}
      </ol>
      <Button size="compact-xs" variant="default" disabled={choices.length >= CHOICES_MAX} onClick={add}>
        Add a choice
      </Button>
    </fieldset>
  );
}
