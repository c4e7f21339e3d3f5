import { Textarea, Tooltip, UnstyledButton } from '@mantine/core';
import { IconHelp } from '@tabler/icons-react';
import { type KeyboardEvent, useId, useState } from 'react';
import type { Schema } from '@/lib/api';
import { formatDay } from '@/lib/day';
import { formatDecimal } from '@/lib/format';
import classes from './Rate.module.css';

const steps = [1, 2, 3, 4, 5];

interface RatingFieldProps {
  rating: Schema<'Rating'>;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
  evidence: string;
  onEvidence: (text: string) => void;
  /** What was rated before: a hint, not a value. */
  last: { value: number; day: string } | undefined;
}

/** One of the twelve: 1 to 5 between two described ends. Arrow keys or digits choose, Delete clears. */
export function RatingField({ rating, value, onChange, evidence, onEvidence, last }: RatingFieldProps) {
  const [isOpen, setIsOpen] = useState(evidence !== '');
  const id = useId();

  function onKeyDown(event: KeyboardEvent) {
    const digit = Number(event.key);
    if (steps.includes(digit)) onChange(digit);
    else if (event.key === 'Delete' || event.key === 'Backspace') onChange(undefined);
    else return;
    event.preventDefault();
  }

  return (
    <fieldset className={classes.rating} aria-describedby={`${id}-question`}>
      <legend>
        {rating.label}
        {rating.help && (
          <Tooltip label={rating.help}>
            <UnstyledButton className={classes.help} aria-label={`About: ${rating.label}`}>
              <IconHelp size={14} stroke={1.6} aria-hidden />
            </UnstyledButton>
          </Tooltip>
        )}
      </legend>
      <p id={`${id}-question`}>{rating.question}</p>
      <div className={classes.steps}>
        {steps.map((step) => (
          <label key={step} data-last={last !== undefined && Math.round(last.value) === step}>
            <input
              type="radio"
              name={rating.id}
              value={step}
              checked={value === step}
              onChange={() => onChange(step)}
              onKeyDown={onKeyDown}
              aria-label={endLabel(step, rating)}
            />
            <span aria-hidden>{step}</span>
          </label>
        ))}
      </div>
      <div className={classes.ends} aria-hidden>
        <span>{rating.low_end}</span>
        <span>{rating.high_end}</span>
      </div>
      <div className={classes.foot}>
        {last && (
          <span>
            Last: {formatDecimal(last.value)} on {formatDay(last.day)}
          </span>
        )}
        {value !== undefined && (
          <button type="button" onClick={() => onChange(undefined)}>
            Clear<span className="visually-hidden"> {rating.label}</span>
          </button>
        )}
        {!isOpen && (
          <button type="button" onClick={() => setIsOpen(true)}>
            Add evidence<span className="visually-hidden"> for {rating.label}</span>
          </button>
        )}
      </div>
      {isOpen && (
        <Textarea
          size="xs"
          aria-label={`Evidence for ${rating.label}`}
          placeholder="What you saw or heard, and where"
          autosize
          minRows={1}
          maxRows={6}
          maxLength={2000}
          value={evidence}
          onChange={(event) => onEvidence(event.currentTarget.value)}
        />
      )}
    </fieldset>
  );
}

const endLabel = (step: number, { low_end, high_end }: Schema<'Rating'>) =>
  step === 1 ? `1: ${low_end}` : step === 5 ? `5: ${high_end}` : String(step);
