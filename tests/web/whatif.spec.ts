import { expect, test } from '@playwright/test';
import {
  applyTrial,
  edgeRange,
  mostWeight,
  pointRange,
  readTrial,
  rebalance,
  type Trial,
  writeTrial,
} from '../../web/src/scoring/whatif/change.ts';

const sum = (weights: number[]) => Number(weights.reduce((all, weight) => all + weight, 0).toFixed(6));

test('a weight set by hand leaves the others their proportions, and 100 in all', () => {
  expect(rebalance([25, 10, 20, 25, 5, 15], 0, 40)).toEqual([40, 8, 16, 20, 4, 12]);
  expect(rebalance([50, 50], 1, 70)).toEqual([30, 70]);
  expect(rebalance([100], 0, 40)).toEqual([100]);
});

test('whatever is set, weights add up to exactly 100 and none vanishes', () => {
  const starts = [
    [33.333, 33.333, 33.334],
    [99, 0.5, 0.5],
    [25, 10, 20, 25, 5, 15],
    [45, 45, 9, 0.5, 0.5],
    Array(16).fill(6.25),
  ];
  for (const start of starts)
    for (let value = -10; value <= 110; value += 7.3)
      for (let at = 0; at < start.length; at++) {
        const weights = rebalance(start, at, value);
        expect(sum(weights), `${start} ${at} ${value}`).toBe(100);
        expect(Math.min(...weights)).toBeGreaterThanOrEqual(0.5);
        expect(weights[at]).toBeLessThanOrEqual(mostWeight(start.length));
      }
});

test('a trial is the same after it was in the address; nonsense in an address is nothing', () => {
  const trial = { 'w.health': [40, 60], 'e.maturity': [2.333, 3.5], 'p.health.seat_use.9': [0, 50.5, 100] };
  expect(readTrial(writeTrial(trial))).toEqual(trial);
  expect(readTrial('')).toEqual({});
  expect(readTrial('w.health:;x.health:1;w.health:a,b;:1,2;__proto__:1')).toEqual({});
});

const measure = (id: string, weight_pct: number) => ({
  id,
  weight_pct,
  scale: [
    { value: 0, score: 0 },
    { value: 10, score: 100 },
  ],
  stages: [{ from_months: 9, scale: [{ value: 5, score: 50 }] }],
});
const card = {
  key: 'health',
  low: 0,
  high: 100,
  min_coverage_pct: 40,
  bands: [
    { id: 'low', from: 0, to: 50 },
    { id: 'medium', from: 50, to: 75 },
    { id: 'high', from: 75, to: 100 },
  ],
  groups: [
    { id: 'use', weight_pct: 60, measures: [measure('seats', 50), measure('days', 50)] },
    { id: 'care', weight_pct: 40, measures: [measure('tickets', 100)] },
  ],
};

test('a trial changes what it names and leaves the card in force alone', () => {
  const tried = applyTrial(card, {
    'w.health': [30, 70],
    'w.health.use': [20, 80],
    'e.health': [40, 80],
    'p.health.tickets': [10, 90],
    'p.health.seats.9': [45],
    'c.health': [70],
  });
  expect(tried.groups.map(({ weight_pct }) => weight_pct)).toEqual([30, 70]);
  expect(tried.groups[0]?.measures.map(({ weight_pct }) => weight_pct)).toEqual([20, 80]);
  expect(tried.bands.map(({ from, to }) => [from, to])).toEqual([
    [0, 40],
    [40, 80],
    [80, 100],
  ]);
  expect(tried.groups[1]?.measures[0]?.scale.map(({ score }) => score)).toEqual([10, 90]);
  const stageOf = ({ groups }: typeof card, group: number) => groups[group]?.measures[0]?.stages[0]?.scale;
  expect(stageOf(tried, 0)).toEqual([{ value: 5, score: 45 }]);
  expect(stageOf(tried, 1)).toEqual([{ value: 5, score: 50 }]);
  expect(tried.min_coverage_pct).toBe(70);
  expect(card.bands[1]?.from).toBe(50);
  expect(card.min_coverage_pct).toBe(40);
});

test('a trial of other cards, or of another shape, changes nothing', () => {
  const trials: Trial[] = [{}, { 'w.maturity': [1, 99] }, { 'w.health': [100] }, { 'p.health.gone': [1, 2] }];
  for (const trial of trials) expect(applyTrial(card, trial)).toBe(card);
});

test('edges stay in order, and scales do not turn around', () => {
  expect(edgeRange([50, 75], 0, card)).toMatchObject({ from: 0.5, to: 74.5 });
  expect(edgeRange([50, 75], 1, card)).toMatchObject({ from: 50.5, to: 99.5 });
  expect(pointRange([0, 40, 100], 1, card)).toEqual({ from: 0, to: 100 });
  expect(pointRange([100, 40, 10], 1, card)).toEqual({ from: 10, to: 100 });
  expect(pointRange([100, 40, 10], 2, card)).toEqual({ from: 0, to: 40 });
});
