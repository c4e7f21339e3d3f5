import { useElementSize } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { Count, Money, Percent } from '@/components/numbers';
import type { Schema } from '@/lib/api';
import { formatCount, formatDecimal, formatMoney } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import { type Box, boxOf, type Cell, type Point, percentOf, radiusOf, rangeOf } from './geometry';
import classes from './MatrixGrid.module.css';

interface MatrixGridProps {
  matrix: Schema<'Matrix'>;
  selected: string | null;
  onSelect: (cell: string | null) => void;
}

/** Health upwards, maturity to the right; cells as large as their bands, accounts as bubbles. */
export function MatrixGrid({ matrix, selected, onSelect }: MatrixGridProps) {
  return (
    <figure className={classes.figure} aria-label={`${matrix.y.label} by ${matrix.x.label}`}>
      <AxisBands matrix={matrix} which="y" />
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
  const words = `${cell.label}: ${cell.count} accounts, ${formatMoney(cell.arr_cents, currency)}`;
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
  const { ref, width, height } = useElementSize();
  const [hovered, setHovered] = useState<Point | null>(null);
  const navigate = useNavigate();
  const isPicked = matrix.cells.some(({ id }) => id === selected);
  const xs = rangeOf(matrix.x);
  const ys = rangeOf(matrix.y);
  // Large ones first, so that small ones lie on top and can be pointed at.
  const points = useMemo(() => [...matrix.points].sort((a, b) => b.arr_cents - a.arr_cents), [matrix.points]);
  const most = points[0]?.arr_cents ?? 0;
  // A small field, as on a phone, gets smaller bubbles.
  const scale = Math.min(1, Math.max(0.45, width / 900));
  const at = (point: Point) => ({
    x: (percentOf(point.maturity, xs) / 100) * width,
    y: (1 - percentOf(point.health, ys) / 100) * height,
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
                r={radiusOf(point.arr_cents, most) * scale}
                style={{ transform: `translate(${x}px, ${y}px)` }}
                data-dim={isPicked && point.cell !== selected}
                data-hovered={hovered?.key === point.key}
                onPointerEnter={() => setHovered(point)}
                onPointerLeave={() => setHovered(null)}
                onClick={() => navigate(`/accounts/${encodeURIComponent(point.key)}`)}
              />
            );
          })}
      </svg>
      {hovered && <BubbleCard point={hovered} {...at(hovered)} isRight={at(hovered).x > width * 0.6} />}
    </div>
  );
}

interface BubbleCardProps {
  point: Point;
  x: number;
  y: number;
  isRight: boolean;
}

function BubbleCard({ point, x, y, isRight }: BubbleCardProps) {
  return (
    <div
      className={classes.card}
      data-side={isRight ? 'left' : 'right'}
      style={{ left: x, top: y }}
      role="tooltip"
    >
      <b>{point.name}</b>
      <dl>
        <dt>Health</dt>
        <dd>{formatDecimal(point.health)}</dd>
        <dt>Maturity</dt>
        <dd>{formatDecimal(point.maturity)}</dd>
        <dt>ARR</dt>
        <dd>
          <Money cents={point.arr_cents} />
        </dd>
      </dl>
    </div>
  );
}
