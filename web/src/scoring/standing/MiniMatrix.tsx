import type { Schema } from '@/lib/api';
import type { Day } from '@/lib/day';
import { useMatrixOf } from './useStanding';
import classes from './Verdict.module.css';

type Axis = Schema<'MatrixAxis'>;

interface MiniMatrixProps {
  day: Day | undefined;
  health: number | null;
  maturity: number | null;
}

const SIZE = 96;
const LEFT = 10;
const FIELD = SIZE - LEFT;

const range = ({ bands }: Axis) => ({ low: bands[0]?.from ?? 0, high: bands.at(-1)?.to ?? 1 });

/** Where a value lies on an axis, 0 to 1. */
function share(axis: Axis, value: number) {
  const { low, high } = range(axis);
  return (value - low) / (high - low);
}

const bandOn = (axis: Axis, value: number | null) =>
  value === null ? undefined : (axis.bands.find(({ to }) => value < to) ?? axis.bands.at(-1));

/** The matrix as a thumbnail: the cell the account stands in, and the exact spot. */
export function MiniMatrix({ day, health, maturity }: MiniMatrixProps) {
  const { data } = useMatrixOf(day);
  if (!data) return <svg className={classes.mini} width={SIZE} height={SIZE} aria-hidden="true" />;
  const { x, y } = data;
  const scoreOf = ({ card }: Axis) => (card === 'health' ? health : card === 'maturity' ? maturity : null);
  const [across, up] = [scoreOf(x), scoreOf(y)];
  const column = bandOn(x, across);
  const row = bandOn(y, up);
  const left = (value: number) => LEFT + share(x, value) * FIELD;
  const top = (value: number) => FIELD - share(y, value) * FIELD;
  return (
    <svg
      className={classes.mini}
      width={SIZE}
      height={SIZE}
      viewBox={`0 0 ${SIZE} ${SIZE}`}
      aria-hidden="true"
    >
      <rect className={classes.field} x={LEFT} y={0.5} width={FIELD - 0.5} height={FIELD - 0.5} rx="4" />
      {(column || row) && (
        <rect
          className={classes.here}
          x={left(column?.from ?? range(x).low)}
          y={top(row?.to ?? range(y).high)}
          width={left(column?.to ?? range(x).high) - left(column?.from ?? range(x).low)}
          height={top(row?.from ?? range(y).low) - top(row?.to ?? range(y).high)}
        />
      )}
      {x.bands.slice(1).map(({ id, from }) => (
        <path key={id} className={classes.edge} d={`M${left(from)} 0V${FIELD}`} />
      ))}
      {y.bands.slice(1).map(({ id, from }) => (
        <path key={id} className={classes.edge} d={`M${LEFT} ${top(from)}H${SIZE}`} />
      ))}
      {across !== null && up !== null && (
        <circle className={classes.dot} cx={left(across)} cy={top(up)} r="4.5" />
      )}
      <text x={LEFT + FIELD / 2} y={SIZE - 1} textAnchor="middle">
        {x.card}
      </text>
      <text transform={`translate(7 ${FIELD / 2}) rotate(-90)`} textAnchor="middle">
        {y.card}
      </text>
    </svg>
  );
}
