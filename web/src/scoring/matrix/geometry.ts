/** Where things stand in the grid: scores to per cent of its width and height. */
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
