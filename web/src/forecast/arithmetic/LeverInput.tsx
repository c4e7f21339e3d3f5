import { NumberInput, Slider } from '@mantine/core';
import { useId } from 'react';
import classes from './Arithmetic.module.css';

interface LeverInputProps {
  label: string;
  hint: string;
  value: number;
  /** Ends of the slider; the number may be typed beyond its upper end, up to `most`. */
  max: number;
  most: number;
  step: number;
  min?: number;
  decimals?: number;
  suffix?: string;
  prefix?: string;
  onChange: (value: number) => void;
}

/** One number to move: by a slider for the eye, or typed. Arrow keys move the slider by a step. */
export function LeverInput({ label, hint, value, max, most, step, min = 0, ...rest }: LeverInputProps) {
  const id = useId();
  const { decimals = 0, suffix, prefix, onChange } = rest;
  const clamp = (next: number) => Math.min(most, Math.max(min, next));
  return (
    <div className={classes.lever}>
      <NumberInput
        label={<span id={id}>{label}</span>}
        description={hint}
        size="sm"
        value={value}
        min={min}
        max={most}
        step={step}
        decimalScale={decimals}
        thousandSeparator=","
        suffix={suffix}
        prefix={prefix}
        onChange={(next) => typeof next === 'number' && Number.isFinite(next) && onChange(clamp(next))}
      />
      <Slider
        size="sm"
        value={Math.min(value, max)}
        min={min}
        max={max}
        step={step}
        label={null}
        onChange={onChange}
        thumbProps={{ 'aria-labelledby': id } as object}
        thumbValueText={`${prefix ?? ''}${value.toLocaleString('en-US')}${suffix ?? ''}`}
      />
    </div>
  );
}
