import { Missing } from '@/components/numbers';
import type { Schema } from '@/lib/api';
import { formatCount, formatMany, formatPercent } from '@/lib/format';
import classes from './Fate.module.css';

const WIDTH = 58;
const HEIGHT = 14;
const MIDDLE = HEIGHT / 2;

/** A share as a dot on a scale from 0 to 100 %, with its interval as a line, and in figures. */
export function IntervalMark({ share, tone }: { share: Schema<'FateShare'>; tone: string }) {
  const { count, pct, low_pct: low, high_pct: high } = share;
  if (pct === null || low === null || high === null) return <Missing reason="nobody to count" />;
  const at = (value: number) => 3 + (value / 100) * (WIDTH - 6);
  const interval = `${Math.round(low)} to ${formatPercent(Math.round(high))}`;
  return (
    <span className={classes.share} title={`${formatMany(count, 'account')}, ${interval}`}>
      <svg width={WIDTH} height={HEIGHT} aria-hidden="true" data-tone={tone}>
        <path className={classes.scale} d={`M${at(0)} ${MIDDLE}H${at(100)}`} />
        <path className={classes.interval} d={`M${at(low)} ${MIDDLE}H${at(high)}`} />
        <circle className={classes.dot} cx={at(pct)} cy={MIDDLE} r="3.5" />
      </svg>
      <span className={classes.figures}>
        <b>{formatPercent(Math.round(pct))}</b>
        <small>
          {formatCount(count)}
          <span className="visually-hidden"> accounts, 95 % interval {interval}</span>
        </small>
      </span>
    </span>
  );
}
