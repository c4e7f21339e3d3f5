/** A matrix while it is being edited: cells by their place, so that a band that comes back finds its cells. */
import type { Schema } from '@/lib/api';

export type Definition = Schema<'MatrixDef'>;
export type AxisDef = Schema<'AxisDef'>;
export type CellDef = Schema<'CellDef'>;
export type BandId = CellDef['x'];

export interface Draft extends Omit<Definition, 'cells'> {
  /** By `placeOf`; also those of bands that are not there at the moment. */
  cells: Record<string, CellDef>;
}

const three: BandId[] = ['low', 'medium', 'high'];
const two: BandId[] = ['low', 'high'];

/** From low to high. */
export const bandsOf = (axis: AxisDef): BandId[] => (axis.bands === 2 ? two : three);
export const placeOf = (y: BandId, x: BandId) => `${y} ${x}`;

export const bandLabel = (axis: AxisDef, index: number) =>
  axis.labels[index] || (axis.bands === 2 ? ['Low', 'High'] : ['Low', 'Medium', 'High'])[index] || '';

export const toDraft = (definition: Definition): Draft => ({
  ...definition,
  cells: Object.fromEntries(definition.cells.map((cell) => [placeOf(cell.y, cell.x), cell])),
});

const emptyCell = (y: BandId, x: BandId): CellDef => ({
  id: `${y}_${x}`,
  y,
  x,
  label: '',
  action: '',
  why: null,
  is_economic: false,
});

export const cellAt = (draft: Draft, y: BandId, x: BandId): CellDef =>
  draft.cells[placeOf(y, x)] ?? emptyCell(y, x);

/** As it is sent: one cell for each pair of bands, by y and x from low to high. */
export function toDefinition(draft: Draft): Definition {
  const cells = bandsOf(draft.y).flatMap((y) => bandsOf(draft.x).map((x) => cellAt(draft, y, x)));
  return { ...draft, y: tidy(draft.y), x: tidy(draft.x), cells };
}

/** Labels are given for all bands or for none. */
const tidy = (axis: AxisDef): AxisDef => ({
  ...axis,
  labels: axis.labels.some(Boolean) ? bandsOf(axis).map((_, index) => bandLabel(axis, index)) : [],
});

/** "cells[3].label" as the place of the cell and its member; other fields as they are. */
export function fieldAt(field: string | undefined, draft: Draft): string | undefined {
  const match = /^(?:definition\.)?cells\[(\d+)\]\.?(\w*)$/.exec(field ?? '');
  if (!match) return field?.replace(/^definition\./, '');
  const across = bandsOf(draft.x);
  const index = Number(match[1]);
  const y = bandsOf(draft.y)[Math.floor(index / across.length)];
  const x = across[index % across.length];
  return y && x ? `${placeOf(y, x)} ${match[2]}` : field;
}
