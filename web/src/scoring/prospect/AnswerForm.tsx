import { Button, NumberInput } from '@mantine/core';
import { useState } from 'react';
import layout from '@/components/Form.module.css';
import { Notice } from '@/components/Notice';
import { Steps } from '@/components/Steps';
import { useWriteFact } from '@/facts/factCalls';
import type { Schema } from '@/lib/api';
import { sentence } from '@/lib/words';
import classes from './Prospect.module.css';

type Measure = Schema<'CardMeasure'>;
type Answers = Record<string, number | null>;

/** More choices than these are a number and no row of buttons. */
const STEPS_MAX = 6;

interface AnswerFormProps {
  account: Schema<'Account'>;
  card: Schema<'Card'>;
  onDone: () => void;
}

/** The questions that people answer by hand; what is answered is kept in the account's own fields. */
export function AnswerForm({ account, card, onDone }: AnswerFormProps) {
  const asked = card.groups.flatMap(({ measures }) => measures).filter(({ source }) => source === 'value');
  const before = Object.fromEntries(asked.map(({ ref }) => [ref, numberOf(account.custom?.[ref])]));
  const [answers, setAnswers] = useState<Answers>(before);
  const changed = Object.fromEntries(Object.entries(answers).filter(([ref, value]) => value !== before[ref]));
  const save = useWriteFact('/api/v1/accounts', onDone);
  return (
    <form
      className={layout.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (Object.keys(changed).length === 0) onDone();
        else save.mutate({ key: account.key, values: { custom: changed } });
      }}
    >
      {asked.map((measure) => (
        <Answer
          key={measure.id}
          measure={measure}
          value={answers[measure.ref] ?? null}
          onChange={(value) => setAnswers({ ...answers, [measure.ref]: value })}
        />
      ))}
      <footer className={layout.footer}>
        {save.error && <Notice tone="bad">{sentence(save.error.message)}</Notice>}
        <div>
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            Save answers
          </Button>
        </div>
      </footer>
    </form>
  );
}

const numberOf = (value: unknown) => (typeof value === 'number' ? value : null);

interface AnswerProps {
  measure: Measure;
  value: number | null;
  onChange: (value: number | null) => void;
}

/** From the lowest to the highest value of the scale, between what the two mean. */
function Answer({ measure, value, onChange }: AnswerProps) {
  const { id, label, question, low_end, high_end, scale } = measure;
  const [low, high] = [scale[0]?.value ?? 0, scale.at(-1)?.value ?? 0];
  const isChoice = Number.isInteger(low) && Number.isInteger(high) && high > low && high - low < STEPS_MAX;
  return (
    <fieldset className={classes.answer} aria-describedby={`answer-${id}`}>
      <legend>{label}</legend>
      <p id={`answer-${id}`}>{question}</p>
      {isChoice ? (
        <Steps
          name={id}
          low={low}
          high={high}
          lowEnd={low_end}
          highEnd={high_end}
          value={value}
          onChange={(given) => onChange(given ?? null)}
        />
      ) : (
        <NumberInput
          size="xs"
          aria-label={label}
          description={[low_end, high_end].filter(Boolean).join(' … ')}
          min={low}
          max={high}
          value={value ?? ''}
          onChange={(given) => onChange(typeof given === 'number' ? given : null)}
        />
      )}
      {value !== null && (
        <button
          type="button"
          className={classes.clear}
          aria-label={`Not known: ${label}`}
          onClick={() => onChange(null)}
        >
          Not known
        </button>
      )}
    </fieldset>
  );
}
