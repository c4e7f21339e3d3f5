/** Where things stand in the grid: scores to per cent of its width and height, ARR to bubble size. */
import type { Schema } from '@/lib/api';

export interface Range {
  low: number;
  high: number;
}

export type Axis = Schema<'MatrixAxis'>;
export type Cell = Schema<'MatrixCell'>;
export type Point = Schema<'MatrixPoint'>;

/** The bands of a card cover its range from end to end. */
export function rangeOf(axis: Axis): Range {
  const edges = axis.bands.flatMap((band) => [band.from, band.to]);
  return { low: Math.min(...edges), high: Math.max(...edges) };
}

/** 0 at the low end, 100 at the high end. */
export function percentOf(value: number, { low, high }: Range): number {
  return ((Math.min(Math.max(value, low), high) - low) / (high - low)) * 100;
}

export interface Box {
  left: number;
  bottom: number;
  width: number;
  height: number;
}

/** A cell's place: as wide and high as its bands are, so that bubbles stand at their exact scores. */
export function boxOf(cell: Cell, x: Axis, y: Axis): Box | null {
  const across = x.bands.find((band) => band.id === cell.x);
  const up = y.bands.find((band) => band.id === cell.y);
  if (!across || !up) return null;
  const [xs, ys] = [rangeOf(x), rangeOf(y)];
  const left = percentOf(across.from, xs);
  const bottom = percentOf(up.from, ys);
  return {
    left,
    bottom,
    width: percentOf(across.to, xs) - left,
    height: percentOf(up.to, ys) - bottom,
  };
}

const smallest = 3.5;
const largest = 26;

/** The area of a bubble follows ARR; the largest account on show gives the scale. */
export function radiusOf(arrCents: number, largestArrCents: number): number {
  if (largestArrCents <= 0) return smallest;
  return Math.max(smallest, largest * Math.sqrt(Math.max(arrCents, 0) / largestArrCents));
}

/** Room in pixels for those placed and for the narrow strip of those that are not, on a wide screen. */
const gridRoom = 950 * 600;
const stripRoom = 115 * 600;
/** More of it under bubbles, and nobody tells one from another. */
const mostCovered = 0.4;

/** By how much all bubbles shrink so that the fuller of grid and strip stays legible: one scale for both. */
export function crowdScale(points: Pick<Point, 'x' | 'arr_cents'>[], largestArrCents: number): number {
  let [grid, strip] = [0, 0];
  for (const { x, arr_cents } of points) {
    const area = Math.PI * radiusOf(arr_cents, largestArrCents) ** 2;
    if (x === null) strip += area;
    else grid += area;
  }
  const covered = Math.max(grid / gridRoom, strip / stripRoom);
  return covered > mostCovered ? Math.sqrt(mostCovered / covered) : 1;
}
