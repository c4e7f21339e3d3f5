// Editing a scorecard: weights that add up, and points of a scale that keep to the rules.
import { expect, test } from '@playwright/test';
import { addPoint, movePoint, niceStep } from '../../web/src/scoring/card/edit/points.ts';
import { distributeRest, isWhole, sumOf } from '../../web/src/scoring/card/edit/weights.ts';

const weights: [string, number[], number[]][] = [
  ['keeps what is right', [60, 40], [60, 40]],
  ['scales what is too little', [30, 20], [60, 40]],
  ['scales what is too much', [100, 100], [50, 50]],
  ['gives a level without weights equal ones', [0, 0, 0, 0], [25, 25, 25, 25]],
  ['gives the rest of rounding to the heaviest', [1, 1, 1], [33.4, 33.3, 33.3]],
];
for (const [what, given, wanted] of weights)
  test(`distributing the rest ${what}`, () => {
    expect(distributeRest(given)).toEqual(wanted);
    expect(sumOf(distributeRest(given))).toBeCloseTo(100, 9);
  });

test('thirds to three decimals are whole, 99.9 is not', () => {
  expect(isWhole([33.333, 33.333, 33.333])).toBe(true);
  expect(isWhole([50, 49.9])).toBe(false);
});

const scale = [
  { value: 0, score: 0 },
  { value: 30, score: 40 },
  { value: 60, score: 75 },
];
const bounds = { low: 0, high: 100, step: 1 };

test('a point stays between its neighbours, in value and in score', () => {
  expect(movePoint(scale, 1, { value: 90, score: 90 }, bounds)[1]).toEqual({ value: 59, score: 75 });
  expect(movePoint(scale, 1, { value: -5, score: -5 }, bounds)[1]).toEqual({ value: 1, score: 0 });
  expect(movePoint(scale, 2, { value: 90, score: 130 }, bounds)[2]).toEqual({ value: 90, score: 100 });
  const falling = scale.map(({ value, score }) => ({ value, score: 100 - score }));
  expect(movePoint(falling, 1, { value: 30, score: 10 }, bounds)[1]).toEqual({ value: 30, score: 25 });
});

test('of two points each may pass the other: the scale turns around', () => {
  const two = [scale[0] ?? { value: 0, score: 0 }, { value: 10, score: 50 }];
  expect(movePoint(two, 0, { value: 0, score: 80 }, bounds)[0]).toEqual({ value: 0, score: 80 });
});

test('a new point lies on the line in the longest piece', () => {
  expect(addPoint([...scale, { value: 200, score: 100 }])[3]).toEqual({ value: 130, score: 87.5 });
});

test('a step is a hundredth in round figures', () => {
  expect([100, 80, 12, 4000].map(niceStep)).toEqual([1, 1, 0.1, 50]);
});
