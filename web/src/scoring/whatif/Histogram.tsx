import { Count, Decimal } from '@/components/numbers';
import type { Schema } from '@/lib/api';
import classes from './Whatif.module.css';

const WIDTH = 200;
const HEIGHT = 48;

/** How the scores lie: filled as they would be, outlined as they are. */
export function Histogram({ axis }: { axis: Schema<'WhatifAxis'> }) {
  const before = axis.before.map((n) => n ?? 0);
  const after = axis.after.map((n) => n ?? 0);
  const most = Math.max(1, ...before, ...after);
  const bar = WIDTH / before.length;
  const y = (n: number) => HEIGHT - (n / most) * HEIGHT;
  const outline = before.map(
    (n, i) => `${i === 0 ? 'M0' : 'L'}${i === 0 ? '' : i * bar} ${y(n)}H${(i + 1) * bar}`,
  );
  return (
    <figure className={classes.histogram}>
      <figcaption>
        {axis.label}: mean <Decimal value={axis.mean_before} /> → <Decimal value={axis.mean} />
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {after.map((n, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is what a bar is
          <rect key={i} x={i * bar + 0.5} width={bar - 1} y={y(n)} height={HEIGHT - y(n)} />
        ))}
        <path d={outline.join('')} />
      </svg>
      <p>
        <Count value={axis.up_count} /> in a higher band, <Count value={axis.down_count} /> in a lower one
        {axis.unknown !== axis.unknown_before && (
          <>
            , not known: <Count value={axis.unknown_before} /> → <Count value={axis.unknown} />
          </>
        )}
        .
      </p>
    </figure>
  );
}
