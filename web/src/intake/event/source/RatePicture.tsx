import { Missing } from '@/components/numbers';
import type { Schema } from '@/lib/api';
import { formatCount } from '@/lib/format';
import classes from './Source.module.css';

type Rate = Schema<'Rate'>;

const sum = (values: (number | null)[]) => values.reduce<number>((total, value) => total + (value ?? 0), 0);

interface RatePictureProps {
  /** undefined: nothing came since the server started. */
  rate: Rate | undefined;
  width?: number;
  height?: number;
}

/** The last hour, a bar a minute: what counts from below, what was set aside on top of it. */
export function RatePicture({ rate, width = 122, height = 26 }: RatePictureProps) {
  if (!rate) return <Missing reason="nothing in the last hour" />;
  const { counted, aside, duplicates } = rate;
  const top = Math.max(1, ...counted.map((value, index) => (value ?? 0) + (aside[index] ?? 0)));
  const step = width / counted.length;
  const scale = (value: number | null | undefined) => ((value ?? 0) / top) * (height - 1);
  const text = `${formatCount(sum(counted))} counted, ${formatCount(sum(aside))} set aside and ${formatCount(sum(duplicates))} seen before in the last hour`;
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={text}
      className={classes.rate}
    >
      <title>{text}</title>
      <line x1={0} x2={width} y1={height - 0.5} y2={height - 0.5} />
      {counted.map((value, index) => {
        const below = scale(value);
        const above = scale(aside[index]);
        const x = index * step;
        const bar = { x, width: Math.max(step - 0.5, 0.5) };
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the minutes have no other name
          <g key={index}>
            <rect {...bar} y={height - below} height={below} />
            <rect {...bar} y={height - below - above} height={above} data-aside />
          </g>
        );
      })}
    </svg>
  );
}
