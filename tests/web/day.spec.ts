import { expect, test } from '@playwright/test';
import { addDays, daysBetween, formatAgo, formatDay, formatDistance, isDay } from '../../web/src/lib/day.ts';

test('days are counted over months, leap days and the change of clocks', () => {
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
  expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
  expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
  expect(daysBetween('2026-11-23', '2025-11-23')).toBe(-365);
});

test('only real days are taken from an address', () => {
  for (const day of ['2026-11-23', '2024-02-29']) expect(isDay(day), day).toBe(true);
  for (const text of [null, '', '2026-13-01', '2026-1-1', 'today', '2026-11-23T00:00']) {
    expect(isDay(text), String(text)).toBe(false);
  }
});

test('a distance is in the unit one would say', () => {
  const cases: [number, string][] = [
    [0, 'today'],
    [1, 'in 1 day'],
    [-12, '12 days ago'],
    [92, 'in 3 months'],
    [-800, '2 years ago'],
  ];
  for (const [days, text] of cases) expect(formatDistance(days)).toBe(text);
});

test('a moment is told by how long ago it was', () => {
  const now = Date.parse('2026-11-23T12:00:00Z');
  expect(formatAgo('2026-11-23T11:59:40Z', now)).toBe('just now');
  expect(formatAgo('2026-11-23T11:15:00Z', now)).toBe('45 min ago');
  expect(formatAgo('2026-11-23T02:00:00Z', now)).toBe('10 h ago');
  expect(formatAgo('2026-11-20T12:00:00Z', now)).toBe('3 days ago');
});

test('a day is written out the same in every zone', () => {
  expect(formatDay('2026-11-01')).toBe('1 Nov 2026');
});
