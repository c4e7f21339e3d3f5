import classes from './Interval.module.css';

interface IntervalBarProps {
  value: number | null;
  low: number | null;
  high: number | null;
  /** The ends of the scale, the same for all rows. */
  from: number;
  to: number;
  format: (value: number) => string;
  /** Where the whole stands, for comparison. */
  mark: number | null;
  isFaint?: boolean;
}

/** A value with its interval: a dot on a line, beside the figure, over the scale of its column. */
export function IntervalBar({ value, low, high, from, to, format, mark, isFaint }: IntervalBarProps) {
  if (value === null) return <span className={classes.none}>–</span>;
  const at = (number: number) =>
    `${(100 * (Math.min(to, Math.max(from, number)) - from)) / (to - from || 1)}%`;
  const range = low === null || high === null ? undefined : `${format(low)} to ${format(high)}`;
  return (
    <span className={classes.cell} data-faint={isFaint} title={range && `95 %: ${range}`}>
      <span className={classes.figure}>{format(value)}</span>
      <span className={classes.scale} aria-hidden>
        {mark !== null && <i className={classes.mark} style={{ left: at(mark) }} />}
        {low !== null && high !== null && (
          <i className={classes.range} style={{ left: at(low), right: `calc(100% - ${at(high)})` }} />
        )}
        <i className={classes.dot} style={{ left: at(value) }} />
      </span>
      {range && <span className="visually-hidden">, 95 % interval {range}</span>}
    </span>
  );
}
