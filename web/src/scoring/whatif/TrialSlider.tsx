import { Slider } from '@mantine/core';
import { useId } from 'react';
import classes from './Whatif.module.css';

interface TrialSliderProps {
  label: string;
  value: number;
  /** The value in force; a mark shows it, and the label says so when it differs. */
  inForce: number;
  min: number;
  max: number;
  step: number;
  format: (value: number) => string;
  onChange: (value: number) => void;
}

/** One thing to try. Arrow keys move it by a step, Home and End to its ends. */
export function TrialSlider({ label, value, inForce, min, max, step, format, onChange }: TrialSliderProps) {
  const id = useId();
  const isChanged = Math.abs(value - inForce) >= step / 2;
  return (
    <div className={classes.slider} data-changed={isChanged}>
      <span id={id}>{label}</span>
      <output className={classes.sliderValue}>
        {isChanged && <s>{format(inForce)}</s>} {format(value)}
      </output>
      <Slider
        size="sm"
        value={value}
        min={min}
        max={max}
        step={step}
        label={null}
        marks={[{ value: inForce }]}
        onChange={onChange}
        disabled={max - min < step}
        thumbProps={{ 'aria-labelledby': id } as object}
        thumbValueText={`${format(value)}, in force ${format(inForce)}`}
      />
    </div>
  );
}
