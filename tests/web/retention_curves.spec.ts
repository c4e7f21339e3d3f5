// Retention curves as functions of age, and how full a cohort's cell is.
import { expect, test } from '@playwright/test';
import { cellsOf, depthOf, lowestOf } from '../../web/src/forecast/retention/cohorts/cohort.ts';
import {
  drawnOf,
  observed,
  observedAt,
  pickedOf,
  projectedAt,
  sinceStartAt,
  stretches,
} from '../../web/src/forecast/retention/curves/curve.ts';

type Group = Parameters<typeof observed>[0];
type Table = Parameters<typeof cellsOf>[0];

const point = (months: number, share_pct: number) => ({
  months,
  share_pct,
  low_pct: share_pct - 5,
  high_pct: share_pct + 5,
  at_risk: 50,
  left: 1,
});

const group = (part: object = {}) =>
  ({
    label: 'All',
    customers: 60,
    seen_from_months: 0,
    seen_months: 30,
    thin_until_months: 0,
    thin_from_months: 24,
    points: [point(6, 90), point(12, 80), point(30, 80)],
    fit: { projection: [point(0, 100), point(12, 80), point(24, 60)] },
    ...part,
  }) as unknown as Group;

test('between its points a curve is level, and outside of what was watched there is none', () => {
  const all = group();
  expect(observedAt(all, 0)?.share).toBe(100);
  expect(observedAt(all, 11.9)?.share).toBe(90);
  expect(observedAt(all, 12)?.share).toBe(80);
  expect(observedAt(all, 30)?.share).toBe(80);
  expect(observedAt(all, 30.1)).toBeNull();
  const late = group({ seen_from_months: 5 });
  expect(observedAt(late, 4)).toBeNull();
  expect(observedAt(late, 12)?.share).toBe(80);
  expect(sinceStartAt(late, 12)).toBeNull();
  expect(observed(group({ points: [] }))).toEqual([]);
});

test('a projection is straight between the ends of periods', () => {
  expect(projectedAt(group(), 18)).toMatchObject({ share: 70, low: 65, high: 75 });
  expect(projectedAt(group(), 0)?.share).toBe(100);
  expect(projectedAt(group(), 25)).toBeNull();
  expect(projectedAt(group({ fit: { projection: [] } }), 12)).toBeNull();
});

test('where few were watched the line is a stretch of its own', () => {
  const ages = (one: Group) =>
    stretches(one).map(({ curve, isThin }) => [curve[0]?.months, curve.at(-1)?.months, isThin]);
  expect(ages(group())).toEqual([
    [0, 24, false],
    [24, 30, true],
  ]);
  expect(ages(group({ thin_until_months: 7, thin_from_months: null }))).toEqual([
    [0, 7, true],
    [7, 30, false],
  ]);
  expect(ages(group({ thin_until_months: 30, thin_from_months: 0 }))).toEqual([[0, 30, true]]);
  // Each carries on at the height where the one before it ended.
  expect(stretches(group())[1]?.curve[0]?.share).toBe(80);
});

test('the six largest are drawn in their order; the largest is looked at unless another is named', () => {
  const many = Array.from({ length: 8 }, (_, k) => group({ label: `G${k}`, customers: k }));
  expect(drawnOf(many).map(({ label }) => label)).toEqual(['G2', 'G3', 'G4', 'G5', 'G6', 'G7']);
  expect(pickedOf(many, undefined)?.label).toBe('G7');
  expect(pickedOf(many, 'G3')?.label).toBe('G3');
  expect(pickedOf([], 'G3')).toBeUndefined();
});

test('shades reach from below the lowest share to all, and growth is another colour', () => {
  const row = (arr_pct: (number | null)[]) => ({
    accounts: 4,
    arr_cents: 1000,
    customers: [4, 3],
    customers_pct: [100, 75],
    arr_now_cents: arr_pct.map((pct) => (pct ?? 0) * 10),
    arr_pct,
  });
  const table = { step_months: 3, all: row([100, 64]), rows: [row([100, 120, null])] } as unknown as Table;
  expect(lowestOf(table, 'revenue')).toBe(60);
  expect(lowestOf(table, 'customers')).toBe(70);
  expect(cellsOf(table, table.rows[0] as Table['all'], 'revenue')).toEqual([
    { months: 0, cell: { months: 0, pct: 100, now: 1000, start: 1000 } },
    { months: 3, cell: { months: 3, pct: 120, now: 1200, start: 1000 } },
    { months: 6, cell: null },
  ]);
  expect(depthOf(60, 60)).toEqual({ tone: 'left', depth: 0 });
  expect(depthOf(100.4, 60)).toMatchObject({ tone: 'left' });
  expect(depthOf(101, 60).tone).toBe('grown');
  expect(depthOf(500, 60)).toEqual({ tone: 'grown', depth: 1 });
});
