// Two customers of about the same health and of different maturity.
import type { Body } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';

const NAMES = ['charter', 'people', 'process'];
const RATINGS: Record<string, string[]> = {
  charter: ['clarity', 'influence', 'head'],
  people: ['skill', 'size', 'record'],
  process: ['quality', 'knowledge', 'integration'],
};

const allOf = (rating: number) => ({
  ...Object.fromEntries(
    NAMES.flatMap((group) => (RATINGS[group] ?? []).map((name) => [`${group}_${name}`, rating])),
  ),
  tech_tools: rating,
  tech_reports: rating,
  tech_complexity: rating,
});

test.beforeAll(async ({ people }) => {
  const api = people.api('manager');
  if ((await api.get('/accounts/twin-1')).status === 200) return; // this worker has been here
  for (const [key, rating] of [
    ['twin-1', 1],
    ['twin-2', 5],
    ['twin-3', 3],
  ] as const) {
    await api.must('POST', '/accounts', { key, name: key, start: '2024-01-01', owner: 'twins' });
    await api.must('POST', '/subscriptions', {
      account: key,
      amount_cents: 900_000,
      currency: 'USD',
      interval_months: 12,
      start: '2024-01-01',
      product: 'Core',
      seats: 10,
    });
    await api.must('POST', '/contacts', {
      account: key,
      name: 'Ann',
      joined: '2024-01-01',
      roles: ['executive_sponsor', 'champion'],
    });
    await api.must('POST', '/invoices', {
      account: key,
      issued: '2026-01-02',
      due: '2026-01-20',
      paid: '2026-01-15',
      amount_cents: 900_000,
    });
    await api.must('POST', '/usage', {
      account: key,
      event: 'twin-event',
      user: 'u1',
      day: '2026-01-28',
      count: 5,
    });
    await api.must('POST', '/assessments', {
      account: key,
      day: '2025-12-01',
      known: '2025-12-01',
      basis: 'interview',
      ...allOf(rating),
    });
  }
});

test('an account is given partners of its own health, the most different first', async ({ as }) => {
  const { items } = await as('viewer').must('GET', '/compare/suggestions?key=twin-1');
  expect(items.length).toBeGreaterThan(0);
  for (const { a, b, health_gap, maturity_gap } of items) {
    expect(a.key).toBe('twin-1');
    expect(health_gap).toBeLessThanOrEqual(2);
    expect(health_gap).toBeCloseTo(Math.abs(a.health - b.health), 9);
    expect(maturity_gap).toBeCloseTo(Math.abs(a.maturity - b.maturity), 9);
  }
  expect(items[0].b).toMatchObject({ key: 'twin-2', maturity: 5 });
});

test('without an account the most different pair of all is suggested, nobody twice', async ({ as }) => {
  const { items } = await as('viewer').must('GET', '/compare/suggestions');
  const keys = items.flatMap(({ a, b }: Body) => [a.key, b.key]);
  expect(new Set(keys).size).toBe(keys.length);
  expect(items[0].maturity_gap).toBeGreaterThanOrEqual(3.5);
  expect(items[0].a.maturity).toBeLessThan(items[0].b.maturity);
});

test('an account that is not there, or not scored on the day, has no partners', async ({ as }) => {
  expect((await as('viewer').get('/compare/suggestions?key=nobody')).status).toBe(404);
  expect((await as('viewer').must('GET', '/compare/suggestions?key=twin-1&day=2020-01-01')).items).toEqual(
    [],
  );
});

test('scores come with how much they rest on and how old that is', async ({ as }) => {
  const api = as('viewer');
  const { rows } = await api.must('GET', `/portfolio?filter=${encodeURIComponent('key = "twin-2"')}`);
  expect(rows[0].health_coverage_pct).toBeGreaterThan(0);
  expect(rows[0].maturity_coverage_pct).toBe(100);
  const { maturity, health } = await api.must('GET', '/accounts/twin-2/standing');
  expect(rows[0].maturity_freshness_days).toBe(maturity.freshness_days);
  expect(rows[0].health_freshness_days).toBe(health.freshness_days);
  const { items } = await api.must('GET', '/search?q=twin-2');
  expect(items[0].health_freshness_days).toBe(health.freshness_days);
});
