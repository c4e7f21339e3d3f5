import type { KeyboardEvent } from 'react';
import classes from './Steps.module.css';

interface StepsProps {
  /** Of the radio buttons. */
  name: string;
  low: number;
  high: number;
  /** What the two ends mean. */
  lowEnd: string | null;
  highEnd: string | null;
  value: number | null | undefined;
  onChange: (value: number | undefined) => void;
  /** Marked: what was chosen before. */
  last?: number | undefined;
}

/** A choice from a low to a high end that both say what they mean. Arrow keys or digits choose, Delete clears. */
export function Steps({ name, low, high, lowEnd, highEnd, value, onChange, last }: StepsProps) {
  const steps = Array.from({ length: high - low + 1 }, (_, at) => low + at);

  function onKeyDown(event: KeyboardEvent) {
    const digit = /^\d$/.test(event.key) ? Number(event.key) : Number.NaN;
    if (steps.includes(digit)) onChange(digit);
    else if (event.key === 'Delete' || event.key === 'Backspace') onChange(undefined);
    else return;
    event.preventDefault();
  }

  const labelOf = (step: number) => {
    const end = step === low ? lowEnd : step === high ? highEnd : null;
    return end ? `${step}: ${end}` : String(step);
  };
  return (
    <>
      <div className={classes.steps} style={{ gridTemplateColumns: `repeat(${steps.length}, 1fr)` }}>
        {steps.map((step) => (
          <label key={step} data-last={last === step}>
            <input
              type="radio"
              name={name}
              value={step}
              checked={value === step}
              onChange={() => onChange(step)}
              onKeyDown={onKeyDown}
              aria-label={labelOf(step)}
            />
            <span aria-hidden>{step}</span>
          </label>
        ))}
      </div>
      <div className={classes.ends} aria-hidden>
        <span>{lowEnd}</span>
        <span>{highEnd}</span>
      </div>
    </>
  );
}
