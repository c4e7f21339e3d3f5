import { Textarea } from '@mantine/core';
import { memo, useId } from 'react';
import { Steps } from '@/components/Steps';
import { type Question, wordsIn } from '@/facts/survey/instrument';
import type { Schema } from '@/lib/api';
import { formatDay } from '@/lib/day';
import { formatDecimal } from '@/lib/format';
import { sayWord } from '@/lib/words';
import type { Basis } from '../useAssessments';
import classes from './Interview.module.css';
import { QUESTION } from './sheetKeys';

const LOW = 1;
const HIGH = 5;
/** So far from what was said before, it is worth a question why. */
const APART = 1.5;

interface SheetQuestionProps {
  number: number;
  rating: Schema<'Rating'>;
  /** How the questionnaire asks for it; undefined where it does not. */
  asked: Question | undefined;
  language: string;
  value: number | undefined;
  evidence: string;
  last: { value: number; day: string; basis: Basis } | undefined;
  onRate: (id: string, value: number | undefined) => void;
  onEvidence: (id: string, text: string) => void;
}

/** One of the twelve, as one asks it: the question, why one asks, the scale between described ends, what was heard. */
export const SheetQuestion = memo(function SheetQuestion(props: SheetQuestionProps) {
  const { number, rating, asked, language, value, evidence, last, onRate, onEvidence } = props;
  const id = useId();
  const why = wordsIn(asked?.why, language) || rating.help;
  const change = value !== undefined && last ? value - last.value : 0;
  return (
    <fieldset
      {...{ [QUESTION]: rating.id }}
      className={classes.question}
      aria-describedby={`${id}-question`}
      data-rated={value !== undefined}
    >
      <legend>
        <span className={classes.number} aria-hidden>
          {number}
        </span>
        {rating.label}
      </legend>
      <p id={`${id}-question`} className={classes.ask} lang={asked && language}>
        {asked ? wordsIn(asked.text, language) : rating.question}
      </p>
      {why && (
        <p className={classes.why} lang={asked?.why ? language : undefined}>
          <b>Why it matters</b> {why}
        </p>
      )}
      <Steps
        name={rating.id}
        low={LOW}
        high={HIGH}
        lowEnd={wordsIn(asked?.low, language) || rating.low_end}
        highEnd={wordsIn(asked?.high, language) || rating.high_end}
        value={value}
        onChange={(next) => onRate(rating.id, next)}
        last={last && Math.round(last.value)}
      />
      {last && (
        <p className={classes.last}>
          Before: {formatDecimal(last.value)} by {sayWord(last.basis).toLowerCase()}, {formatDay(last.day)}
          {Math.abs(change) > APART && (
            <b>
              {' '}
              {change > 0 ? 'Up' : 'Down'} by {formatDecimal(Math.abs(change))}: ask what has changed.
            </b>
          )}
        </p>
      )}
      <Textarea
        size="xs"
        aria-label={`Evidence for ${rating.label}`}
        placeholder="What was said, in their words"
        autosize
        minRows={1}
        maxRows={8}
        maxLength={2000}
        value={evidence}
        onChange={(event) => onEvidence(rating.id, event.currentTarget.value)}
      />
      {value !== undefined && (
        <button type="button" className={classes.clear} onClick={() => onRate(rating.id, undefined)}>
          Clear<span className="visually-hidden"> {rating.label}</span>
        </button>
      )}
    </fieldset>
  );
});
