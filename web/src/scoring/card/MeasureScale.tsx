import type { Schema } from '@/lib/api';
import { formatUnit } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import classes from './Card.module.css';

const WIDTH = 220;
const HEIGHT = 72;
const LEFT = 26;
const BOTTOM = 16;
const TOP = 6;
const RIGHT = 10;

const LABEL_PX = 38;

/** Which points to label: the ends, and those between that have room. */
function labelled(xs: number[]): boolean[] {
  let used = xs[0] ?? 0;
  const end = xs.at(-1) ?? 0;
  return xs.map((x, at) => {
    const isEnd = at === 0 || at === xs.length - 1;
    const hasRoom = x - used >= LABEL_PX && end - x >= LABEL_PX;
    if (hasRoom) used = x;
    return isEnd || hasRoom;
  });
}

interface MeasureScaleProps {
  card: Schema<'Card'>;
  measure: Schema<'CardMeasure'>;
}

/** How a measure's value becomes a score: the points of its scale, joined by lines, flat outside. */
export function MeasureScale({ card, measure }: MeasureScaleProps) {
  const { currency } = useOrganisation();
  const points = measure.scale;
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return null;

  const span = last.value - first.value || 1;
  const x = (value: number) => LEFT + ((value - first.value) / span) * (WIDTH - LEFT - RIGHT);
  const y = (score: number) =>
    HEIGHT - BOTTOM - ((score - card.low) / (card.high - card.low)) * (HEIGHT - BOTTOM - TOP);
  const text = (value: number) => formatUnit(value, measure.unit ?? '', currency);
  const path = points
    .map(({ value, score }, at) => `${at === 0 ? 'M' : 'L'}${x(value)} ${y(score)}`)
    .join('');
  const isLabelled = labelled(points.map(({ value }) => x(value)));
  const told = points.map(({ value, score }) => `${text(value)} scores ${score}`).join('; ');

  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className={classes.scale}
      role="img"
      aria-label={`Scale: ${told}`}
    >
      {[card.low, card.high].map((score) => (
        <g key={score}>
          <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(score)} y2={y(score)} />
          <text x={LEFT - 6} y={y(score) + 3} textAnchor="end">
            {score}
          </text>
        </g>
      ))}
      <path d={path} />
      {points.map(({ value, score }, at) => (
        <g key={value}>
          <circle cx={x(value)} cy={y(score)} r="2.5">
            <title>{`${text(value)} scores ${score}`}</title>
          </circle>
          {isLabelled[at] && (
            <text
              x={x(value)}
              y={HEIGHT - 3}
              textAnchor={at === 0 ? 'start' : at === points.length - 1 ? 'end' : 'middle'}
            >
              {text(value)}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}
