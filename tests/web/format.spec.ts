import { expect, test } from '@playwright/test';
import {
  formatDelta,
  formatFloor,
  formatMany,
  formatMoney,
  formatPercent,
  formatUnit,
  MISSING,
} from '../../web/src/lib/format.ts';

test('what is missing is a dash, and zero is not missing', () => {
  for (const format of [formatPercent, formatFloor]) {
    expect(format(null)).toBe(MISSING);
    expect(format(undefined)).toBe(MISSING);
    expect(format(0)).not.toBe(MISSING);
  }
  expect(formatMoney(null, 'EUR')).toBe(MISSING);
  expect(formatUnit(null, '%', 'EUR')).toBe(MISSING);
});

test('a score is cut, so that what is shown as 75 is in the band from 75', () => {
  expect(formatFloor(74.99)).toBe('74');
  expect(formatFloor(75)).toBe('75');
});

test('a metric is written in its unit', () => {
  const cases: [number, string, string][] = [
    [1234.5, 'currency', '€1,235'],
    [4.25, '%', '4.3%'],
    [42.4, '%', '42%'],
    [0, '%', '0%'],
    [12, 'days', '12 d'],
    [1.25, 'hours', '1.3 h'],
    [18, 'months', '18 mo'],
    [1, 'yes/no', 'yes'],
    [0, 'yes/no', 'no'],
    [-1.5, '-2 to 2', '−1.5'],
    [12345, 'events', '12,345'],
  ];
  for (const [value, unit, text] of cases) expect(formatUnit(value, unit, 'EUR'), unit).toBe(text);
});

test('money is in whole units, short when asked', () => {
  expect(formatMoney(123_456_00, 'EUR')).toBe('€123,456');
  expect(formatMoney(1_234_567_00, 'EUR', true)).toBe('€1.23M');
});

test('a change shows its direction', () => {
  expect(formatDelta(3.25)).toBe('+3.3');
  expect(formatDelta(-4, 0)).toBe('−4');
  expect(formatDelta(0.04)).toBe('0');
});

test('below zero stands a minus as wide as the plus, not a hyphen', () => {
  expect(formatUnit(-21, '%', 'EUR')).toBe('−21%');
  expect(formatUnit(-1234.5, 'currency', 'EUR')).toBe('−€1,235');
  expect(formatUnit(-0.54, 'events', 'EUR')).toBe('−0.5');
});

test('one is not many', () => {
  expect(formatMany(1, 'row')).toBe('1 row');
  expect(formatMany(0, 'row')).toBe('0 rows');
  expect(formatMany(1234, 'row was', 'rows were')).toBe('1,234 rows were');
});
