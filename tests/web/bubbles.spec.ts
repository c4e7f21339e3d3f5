// Bubbles of the matrix: their area follows ARR, and a crowd of them shrinks so that all can be seen.
import { expect, test } from '@playwright/test';
import { crowdScale, radiusOf } from '../../web/src/scoring/matrix/bubbles.ts';

const many = (count: number, x: number | null) =>
  Array.from({ length: count }, () => ({ x, arr_cents: 100 }));

test('a quarter of the ARR has half the radius', () => {
  expect(radiusOf(25, 100)).toBeCloseTo(radiusOf(100, 100) / 2, 9);
  expect(radiusOf(0, 0)).toBe(radiusOf(0, 100));
});

test('few bubbles keep their size; four times as many of a crowd have half the radius', () => {
  expect(crowdScale([], 0)).toBe(1);
  expect(crowdScale(many(10, null), 100)).toBe(1);
  expect(crowdScale(many(400, null), 100)).toBeCloseTo(crowdScale(many(100, null), 100) / 2, 9);
  expect(crowdScale(many(100, 3), 100)).toBe(1);
  // One scale for both: sizes in the strip and in the grid can be compared.
  expect(crowdScale([...many(10, 3), ...many(400, null)], 100)).toBe(crowdScale(many(400, null), 100));
});
