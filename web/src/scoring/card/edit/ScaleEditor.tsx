import { ActionIcon, Button, NumberInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useRef } from 'react';
import { $api } from '@/lib/api';
import { formatCount, formatMany } from '@/lib/format';
import classes from './Edit.module.css';
import { FaultText, useFaultMark } from './faults';
import { addPoint, movePoint, niceStep, type Point, tidy } from './points';

const WIDTH = 520;
const HEIGHT = 190;
const LEFT = 34;
const RIGHT = 12;
const TOP = 10;
const BOTTOM = 24;
const POINTS_MAX = 12;

interface ScaleEditorProps {
  /** What it belongs to, for those who listen: "Seat utilisation". */
  label: string;
  /** Its place in the card: "groups[0].measures[1].scale". */
  path: string;
  low: number;
  high: number;
  points: Point[];
  /** The number whose distribution is drawn behind: a metric, or custom.NAME. */
  field: string;
  onChange: (points: Point[], tag?: string) => void;
}

/** The scale of a measure over how the customers' values lie; points move by pointer, key or number. */
export function ScaleEditor({ label, path, low, high, points, field, onChange }: ScaleEditorProps) {
  const { data } = $api.useQuery('get', '/api/v1/histogram', { params: { query: { field, bins: 40 } } });
  const edges = (data?.edges ?? []).filter((edge) => edge !== null);
  const frame = frameOf(points, edges, low, high);
  const bounds = { low, high, step: frame.step };
  const move = (index: number, target: Point) =>
    onChange(movePoint(points, index, target, bounds), `${label} point ${index}`);
  const remove = (index: number) => points.length > 2 && onChange(points.filter((_, at) => at !== index));

  return (
    <div className={classes.scaleEditor}>
      <Drawing
        {...{ label, low, high, points, frame, move, remove }}
        edges={edges}
        counts={data?.counts ?? []}
      />
      <p className={classes.known}>
        {data
          ? `Behind it: ${formatMany(data.known, 'customer')} with a value today, ${formatCount(data.missing)} without.`
          : 'Looking at how the customers’ values lie …'}
      </p>
      <ol className={classes.points} aria-label={`Points of ${label}`}>
        {points.map((point, index) => (
          <PointRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a point has no other identity than its place
            key={index}
            name={`${label}, point ${index + 1}`}
            path={`${path}[${index}]`}
            {...{ point, low, high }}
            onChange={(next, what) => onChange(replace(points, index, next), `${label} ${what} ${index}`)}
            onRemove={points.length > 2 ? () => remove(index) : undefined}
          />
        ))}
      </ol>
      <FaultText path={path} isExact />
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<IconPlus size={13} />}
        disabled={points.length >= POINTS_MAX}
        onClick={() => onChange(addPoint(points))}
      >
        Add a point
      </Button>
    </div>
  );
}

interface PointRowProps {
  name: string;
  path: string;
  point: Point;
  low: number;
  high: number;
  onChange: (point: Point, what: string) => void;
  onRemove: (() => void) | undefined;
}

/** A point in numbers. */
function PointRow({ name, path, point, low, high, onChange, onRemove }: PointRowProps) {
  return (
    <li>
      <NumberInput
        size="xs"
        aria-label={`${name}: value`}
        value={point.value}
        {...useFaultMark(`${path}.value`)}
        onChange={(value) => typeof value === 'number' && onChange({ ...point, value }, 'value')}
      />
      <span aria-hidden>scores</span>
      <NumberInput
        size="xs"
        aria-label={`${name}: score`}
        value={point.score}
        min={low}
        max={high}
        {...useFaultMark(`${path}.score`)}
        onChange={(score) => typeof score === 'number' && onChange({ ...point, score }, 'score')}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={name.replace(', point', ': remove point')}
        disabled={!onRemove}
        onClick={onRemove}
      >
        <IconTrash size={15} stroke={1.6} />
      </ActionIcon>
      <FaultText path={`${path}.value`} />
      <FaultText path={`${path}.score`} />
    </li>
  );
}

const replace = (points: Point[], index: number, point: Point) =>
  points.map((old, at) => (at === index ? point : old));

interface Frame {
  from: number;
  to: number;
  step: number;
  x: (value: number) => number;
  y: (score: number) => number;
  toPoint: (x: number, y: number) => Point;
}

function frameOf(points: Point[], edges: number[], low: number, high: number): Frame {
  const all = [...points.map(({ value }) => value), ...edges];
  const first = Math.min(...all);
  const last = Math.max(...all);
  const pad = (last - first || 1) * 0.04;
  const from = first - pad;
  const to = last + pad;
  const wide = WIDTH - LEFT - RIGHT;
  const tall = HEIGHT - TOP - BOTTOM;
  return {
    from,
    to,
    step: niceStep(last - first),
    x: (value) => LEFT + ((value - from) / (to - from)) * wide,
    y: (score) => HEIGHT - BOTTOM - ((score - low) / (high - low)) * tall,
    toPoint: (x, y) => ({
      value: from + ((x - LEFT) / wide) * (to - from),
      score: low + ((HEIGHT - BOTTOM - y) / tall) * (high - low),
    }),
  };
}

interface DrawingProps {
  label: string;
  low: number;
  high: number;
  points: Point[];
  edges: number[];
  counts: (number | null)[];
  frame: Frame;
  move: (index: number, target: Point) => void;
  remove: (index: number) => void;
}

function Drawing({ label, low, high, points, edges, counts, frame, move, remove }: DrawingProps) {
  const svg = useRef<SVGSVGElement>(null);
  const held = useRef<number | null>(null);
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return null;
  const line = [
    `M${frame.x(frame.from)} ${frame.y(first.score)}`,
    ...points.map(({ value, score }) => `L${frame.x(value)} ${frame.y(score)}`),
    `L${frame.x(frame.to)} ${frame.y(last.score)}`,
  ].join('');
  const scoreStep = (high - low) / 100;

  const drag = (event: React.PointerEvent) => {
    const box = svg.current?.getBoundingClientRect();
    if (held.current === null || !box) return;
    const x = ((event.clientX - box.left) / box.width) * WIDTH;
    const y = ((event.clientY - box.top) / box.height) * HEIGHT;
    const target = frame.toPoint(x, y);
    move(held.current, {
      value: Math.round(target.value / frame.step) * frame.step,
      score: Math.round(target.score / scoreStep) * scoreStep,
    });
  };
  const press = (event: React.KeyboardEvent, index: number, point: Point) => {
    const times = event.shiftKey ? 10 : 1;
    const by = {
      ArrowLeft: [-frame.step, 0],
      ArrowRight: [frame.step, 0],
      ArrowUp: [0, scoreStep],
      ArrowDown: [0, -scoreStep],
    }[event.key];
    if (event.key === 'Delete' || event.key === 'Backspace') remove(index);
    else if (by)
      move(index, { value: point.value + (by[0] ?? 0) * times, score: point.score + (by[1] ?? 0) * times });
    else return;
    event.preventDefault();
  };

  return (
    <svg
      ref={svg}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className={classes.drawing}
      aria-label={`Scale of ${label}`}
      onPointerMove={drag}
      onPointerUp={() => {
        held.current = null;
      }}
    >
      <Bars edges={edges} counts={counts} frame={frame} />
      {[low, high].map((score) => (
        <g key={score}>
          <line x1={LEFT} x2={WIDTH - RIGHT} y1={frame.y(score)} y2={frame.y(score)} />
          <text x={LEFT - 6} y={frame.y(score) + 3} textAnchor="end">
            {score}
          </text>
        </g>
      ))}
      <path d={line} />
      {points.map((point, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a point has no other identity than its place
        <g key={index}>
          <text className={classes.value} x={frame.x(point.value)} y={HEIGHT - 8} textAnchor="middle">
            {tidy(point.value)}
          </text>
          <circle
            cx={frame.x(point.value)}
            cy={frame.y(point.score)}
            r={7}
            tabIndex={0}
            role="slider"
            aria-label={`${label}, point ${index + 1}`}
            aria-valuemin={low}
            aria-valuemax={high}
            aria-valuenow={point.score}
            aria-valuetext={`${point.value} scores ${point.score}`}
            onPointerDown={(event) => {
              held.current = index;
              event.currentTarget.setPointerCapture(event.pointerId);
            }}
            onKeyDown={(event) => press(event, index, point)}
          />
        </g>
      ))}
    </svg>
  );
}

function Bars({ edges, counts, frame }: Pick<DrawingProps, 'edges' | 'counts' | 'frame'>) {
  const tallest = Math.max(1, ...counts.map((count) => count ?? 0));
  return counts.map((count, at) => {
    const from = edges[at];
    const to = edges[at + 1];
    if (from === undefined || to === undefined) return null;
    const height = ((count ?? 0) / tallest) * (HEIGHT - TOP - BOTTOM) * 0.9;
    return (
      <rect
        key={from}
        x={frame.x(from)}
        width={Math.max(0.5, frame.x(to) - frame.x(from) - 1)}
        y={HEIGHT - BOTTOM - height}
        height={height}
      />
    );
  });
}
