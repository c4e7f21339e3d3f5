import { useElementSize } from '@mantine/hooks';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { type BasisProps, basisText } from '@/components/Basis';
import { Count, Money, Percent } from '@/components/numbers';
import type { Schema } from '@/lib/api';
import { formatCount, formatDecimal, formatMany, formatMoney } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import { crowdScale, radiusOf } from './bubbles';
import { type Box, boxOf, type Cell, type Point, percentOf, rangeOf } from './geometry';
import classes from './MatrixGrid.module.css';
import { UNKNOWN } from './unknown';

interface MatrixGridProps {
  matrix: Schema<'Matrix'>;
  selected: string | null;
  onSelect: (cell: string | null) => void;
  /** The figures are of another day than the points, which therefore stand back. */
  isPreview: boolean;
}

/** Health upwards, maturity to the right; cells as large as their bands, accounts as bubbles. */
export function MatrixGrid({ matrix, selected, onSelect, isPreview }: MatrixGridProps) {
  return (
    <figure
      className={classes.figure}
      data-preview={isPreview}
      aria-label={`${matrix.y.label} by ${matrix.x.label}`}
    >
      <AxisBands matrix={matrix} which="y" />
      <UnknownStrip
        matrix={matrix}
        isSelected={selected === UNKNOWN}
        onSelect={() => onSelect(selected === UNKNOWN ? null : UNKNOWN)}
      />
      <div className={classes.field}>
        {matrix.cells.map((cell) => (
          <CellBox
            key={cell.id}
            cell={cell}
            matrix={matrix}
            isSelected={selected === cell.id}
            onSelect={() => onSelect(selected === cell.id ? null : cell.id)}
          />
        ))}
        <Bubbles matrix={matrix} selected={selected} />
        {matrix.cells.map((cell) => (
          <CellLabel key={cell.id} cell={cell} matrix={matrix} />
        ))}
      </div>
      <AxisBands matrix={matrix} which="x" />
    </figure>
  );
}

function AxisBands({ matrix, which }: { matrix: Schema<'Matrix'>; which: 'x' | 'y' }) {
  const axis = matrix[which];
  const range = rangeOf(axis);
  return (
    <div className={classes.axis} data-which={which} aria-hidden="true">
      <span className={classes.axisName}>{axis.label}</span>
      {axis.bands.map((band) => {
        const from = percentOf(band.from, range);
        const size = percentOf(band.to, range) - from;
        return (
          <span
            key={band.id}
            className={classes.band}
            style={
              which === 'x'
                ? { left: `${from}%`, width: `${size}%` }
                : { bottom: `${from}%`, height: `${size}%` }
            }
          >
            <span>
              {band.label}
              <small>
                {formatEdge(band.from)}–{formatEdge(band.to)}
              </small>
            </span>
          </span>
        );
      })}
    </div>
  );
}

const formatEdge = (edge: number) => (Number.isInteger(edge) ? formatCount(edge) : formatDecimal(edge));

interface CellBoxProps {
  cell: Cell;
  matrix: Schema<'Matrix'>;
  isSelected: boolean;
  onSelect: () => void;
}

function CellBox({ cell, matrix, isSelected, onSelect }: CellBoxProps) {
  const { currency } = useOrganisation();
  const box = boxOf(cell, matrix.x, matrix.y);
  if (!box) return null;
  const words = `${cell.label}: ${formatMany(cell.count, 'account')}, ${formatMoney(cell.arr_cents, currency)}`;
  return (
    <button
      type="button"
      className={classes.cell}
      data-health={cell.y}
      data-selected={isSelected}
      aria-pressed={isSelected}
      aria-label={words}
      onClick={onSelect}
      style={placeOf(box)}
    />
  );
}

const placeOf = ({ left, bottom, width, height }: Box) => ({
  left: `${left}%`,
  bottom: `${bottom}%`,
  width: `${width}%`,
  height: `${height}%`,
});

/** Name and figures of a cell, above the bubbles so that they can be read; the button says the same. */
function CellLabel({ cell, matrix }: { cell: Cell; matrix: Schema<'Matrix'> }) {
  const box = boxOf(cell, matrix.x, matrix.y);
  if (!box) return null;
  return (
    <div className={classes.label} style={placeOf(box)} aria-hidden="true">
      <span className={classes.cellName}>{cell.label}</span>
      <span className={classes.cellFigures}>
        <b>
          <Count value={cell.count} />
        </b>
        <Percent value={cell.share_pct} />
        <Money cents={cell.arr_cents} isShort />
      </span>
    </div>
  );
}

function Bubbles({ matrix, selected }: { matrix: Schema<'Matrix'>; selected: string | null }) {
  const isPicked = matrix.cells.some(({ id }) => id === selected);
  const xs = rangeOf(matrix.x);
  const points = matrix.points.filter(isPlaced);
  return (
    <BubbleField
      matrix={matrix}
      points={points}
      across={(point) => percentOf(point.x, xs)}
      isDim={(point) => (isPicked && point.cell !== selected) || selected === UNKNOWN}
    />
  );
}

const isPlaced = (point: Point): point is Point & { x: number } => point.x !== null;

/** Beside the grid, at their health: accounts whose maturity nobody has rated yet. */
function UnknownStrip({ matrix, isSelected, onSelect }: Omit<CellBoxProps, 'cell'>) {
  const points = matrix.points.filter((point) => !isPlaced(point));
  if (points.length === 0) return null;
  const range = rangeOf(matrix.y);
  const unrated = matrix.unknown.by_y.reduce((sum, { count }) => sum + count, 0);
  return (
    <div className={classes.strip} data-selected={isSelected}>
      <button
        type="button"
        className={classes.stripButton}
        aria-pressed={isSelected}
        aria-label={`Maturity not yet known: ${formatMany(unrated, 'account')}`}
        onClick={onSelect}
      />
      <BubbleField
        matrix={matrix}
        points={points}
        across={(point) => 12 + 76 * scatter(point.key)}
        isDim={() => false}
      />
      {matrix.y.bands.map((band) => {
        const from = percentOf(band.from, range);
        const row = matrix.unknown.by_y.find(({ y }) => y === band.id);
        return (
          <div
            key={band.id}
            className={classes.stripRow}
            style={{ bottom: `${from}%`, height: `${percentOf(band.to, range) - from}%` }}
            aria-hidden="true"
          >
            <span className={classes.cellFigures}>
              <b>
                <Count value={row?.count} />
              </b>
            </span>
          </div>
        );
      })}
      <span className={classes.stripName} aria-hidden="true">
        Maturity not rated
      </span>
    </div>
  );
}

/** A number from 0 to 1 that is always the same for a text: where a bubble stands when nothing says. */
function scatter(text: string): number {
  let hash = 2166136261;
  for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** Pixels; what is smaller can be neither seen nor pointed at. */
const thinnest = 2;

interface BubbleFieldProps<P extends Point> {
  matrix: Schema<'Matrix'>;
  points: P[];
  /** Per cent of the width. */
  across: (point: P) => number;
  isDim: (point: P) => boolean;
}

function BubbleField<P extends Point>({ matrix, points, across, isDim }: BubbleFieldProps<P>) {
  const { ref, width, height } = useElementSize();
  const [hovered, setHovered] = useState<P | null>(null);
  const navigate = useNavigate();
  const ys = rangeOf(matrix.y);
  // They come largest first, so that small ones lie on top and can be pointed at.
  const most = matrix.points[0]?.arr_cents ?? 0;
  // A small field, as on a phone, gets smaller bubbles, and so does a crowded one.
  const scale = Math.min(1, Math.max(0.45, height / 620)) * crowdScale(matrix.points, most);
  const at = (point: P) => ({
    x: (across(point) / 100) * width,
    y: (1 - percentOf(point.y, ys) / 100) * height,
  });

  return (
    <div ref={ref} className={classes.bubbles}>
      <svg width={width} height={height} aria-hidden="true">
        {width > 0 &&
          points.map((point) => {
            const { x, y } = at(point);
            return (
              // The list beside the grid is the keyboard's way to the same accounts.
              // biome-ignore lint/a11y/noStaticElementInteractions: see above
              <circle
                key={point.key}
                r={Math.max(thinnest, radiusOf(point.arr_cents, most) * scale)}
                style={{ transform: `translate(${x}px, ${y}px)` }}
                data-dim={isDim(point)}
                data-hovered={hovered?.key === point.key}
                onPointerEnter={() => setHovered(point)}
                onPointerLeave={() => setHovered(null)}
                onClick={() => navigate(`/accounts/${encodeURIComponent(point.key)}`)}
              />
            );
          })}
      </svg>
      {hovered && (
        <BubbleCard matrix={matrix} point={hovered} {...at(hovered)} isRight={across(hovered) > 60} />
      )}
    </div>
  );
}

interface BubbleCardProps {
  matrix: Schema<'Matrix'>;
  point: Point;
  x: number;
  y: number;
  isRight: boolean;
}

function BubbleCard({ matrix, point, x, y, isRight }: BubbleCardProps) {
  return (
    <div
      className={classes.card}
      data-side={isRight ? 'left' : 'right'}
      style={{ left: x, top: y }}
      role="tooltip"
    >
      <b>{point.name}</b>
      <dl>
        <dt>{matrix.y.label}</dt>
        <dd>{formatDecimal(point.y)}</dd>
        <dt>{matrix.x.label}</dt>
        <dd>{formatDecimal(point.x)}</dd>
        <dt>ARR</dt>
        <dd>
          <Money cents={point.arr_cents} />
        </dd>
      </dl>
      <BasisLine
        label="Health"
        of="health"
        coverage={point.health_coverage_pct}
        freshness={point.health_freshness_days}
        card={point.health_card}
      />
      <BasisLine
        label="Maturity"
        of="maturity"
        coverage={point.maturity_coverage_pct}
        freshness={point.maturity_freshness_days}
        card={point.maturity_card}
      />
    </div>
  );
}

function BasisLine({ label, ...basis }: BasisProps & { label: string }) {
  const text = basisText(basis);
  return (
    text !== '' && (
      <p>
        {label}: {text}
      </p>
    )
  );
}
