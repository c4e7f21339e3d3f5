import { Textarea, Tooltip, UnstyledButton } from '@mantine/core';
import { IconHelp } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { Steps } from '@/components/Steps';
import type { Schema } from '@/lib/api';
import { formatDay } from '@/lib/day';
import { formatDecimal } from '@/lib/format';
import classes from './Rate.module.css';

const LOW = 1;
const HIGH = 5;

interface RatingFieldProps {
  rating: Schema<'Rating'>;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
  evidence: string;
  onEvidence: (text: string) => void;
  /** What was rated before: a hint, not a value. */
  last: { value: number; day: string } | undefined;
}

/** One of the twelve: 1 to 5 between two described ends. */
export function RatingField({ rating, value, onChange, evidence, onEvidence, last }: RatingFieldProps) {
  const [isOpen, setIsOpen] = useState(evidence !== '');
  const id = useId();

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
      <Steps
        name={rating.id}
        low={LOW}
        high={HIGH}
        lowEnd={rating.low_end}
        highEnd={rating.high_end}
        value={value}
        onChange={onChange}
        last={last && Math.round(last.value)}
      />
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
