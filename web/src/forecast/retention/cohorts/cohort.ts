/** Cohort tables as they are looked at: of customers, or of what they pay. */
import type { components } from '../../../lib/api-types.ts';

export type CohortTable = components['schemas']['CohortTable'];
export type Cohort = components['schemas']['CohortRow'];
export type Measure = 'customers' | 'revenue';

export interface Cell {
  months: number;
  pct: number;
  now: number;
  start: number;
}

/** One cell by age; null as its share where nothing can be said: nobody paid at the start. */
export function cellsOf(table: CohortTable, row: Cohort, measure: Measure) {
  const isMoney = measure === 'revenue';
  const [shares, amounts] = isMoney ? [row.arr_pct, row.arr_now_cents] : [row.customers_pct, row.customers];
  return shares.map((pct, age) => ({
    months: age * table.step_months,
    cell:
      pct === null
        ? null
        : {
            months: age * table.step_months,
            pct,
            now: amounts[age] ?? 0,
            start: isMoney ? row.arr_cents : row.accounts,
          },
  }));
}

const STEP = 10;

/** The lowest share that is coloured: a round number below all there is, so that the shades tell cells apart. */
export function lowestOf(table: CohortTable, measure: Measure): number {
  const shares = [table.all, ...table.rows].flatMap((row) =>
    cellsOf(table, row, measure).map(({ cell }) => cell?.pct ?? 100),
  );
  return Math.min(90, Math.max(0, Math.floor((Math.min(100, ...shares) - 1) / STEP) * STEP));
}

/** How full a cell is coloured, 0 to 1: what is left from the lowest to all of it; growth up to twice as much. */
export function depthOf(pct: number, lowest: number): { tone: 'left' | 'grown'; depth: number } {
  if (Math.round(pct) > 100) return { tone: 'grown', depth: Math.min(1, 0.4 + (pct - 100) / 60) };
  return { tone: 'left', depth: Math.max(0, (pct - lowest) / (100 - lowest)) };
}

/** All together at an age; null where nobody has come to it. */
export const allAt = (table: CohortTable, months: number, measure: Measure): Cell | null =>
  cellsOf(table, table.all, measure).find((at) => at.months === months)?.cell ?? null;
