// How long customers stay, and whether groups differ.
import type { Body } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';
import { ripen, TODAY } from '../support/server.ts';

const ONLY = encodeURIComponent('industry = "Rt Clocks"');
const PATH = `/forecast/retention?filter=${ONLY}&watched_from=2023-01-01`;

test.beforeAll(async ({ people }) => {
  const api = people.api('manager');
  if ((await api.get('/accounts/rt-1')).status === 200) return; // this worker has been here
  const customer = async (n: number, plan: string, ended?: string) => {
    await api.must('POST', '/accounts', {
      key: `rt-${n}`,
      name: `Retention ${n}`,
      start: '2024-01-10',
      industry: 'Rt Clocks',
      plan,
    });
    await api.must('POST', '/subscriptions', {
      account: `rt-${n}`,
      amount_cents: 1200,
      currency: 'USD',
      interval_months: 12,
      term_months: 12,
      start: '2024-01-10',
      ...(ended ? { ended } : {}),
    });
  };
  for (let n = 1; n <= 8; n++) await customer(n, n % 2 ? 'Odd' : 'Even', n <= 2 ? '2025-01-10' : undefined);
  await customer(9, 'Odd', '2026-01-10');
});

test('the curve, its interval and the projection', async ({ as }) => {
  const retention: Body = await as('viewer').must('GET', PATH);
  expect(retention).toMatchObject({
    to: TODAY,
    customers: 9,
    left: 3,
    late: 0,
    period_months: 12,
    label: null,
  });
  const [all] = retention.groups;
  expect(all).toMatchObject({ label: 'All', customers: 9, left: 3, is_small: true, seen_from_months: 0 });
  const [first, second] = all.points;
  expect(first).toMatchObject({ months: 12, at_risk: 9, left: 2 });
  expect(first.share_pct).toBeCloseTo(700 / 9, 9);
  // Log-log, by hand: S^exp(±1.96 σ ÷ |ln S|), σ² = 2 ÷ (9 · 7).
  expect(first.low_pct).toBeCloseTo(36.48, 1);
  expect(first.high_pct).toBeCloseTo(93.93, 1);
  expect(second).toMatchObject({ months: 24, at_risk: 7, left: 1 });
  expect(all.fit).toMatchObject({
    problem: null,
    renewals: [
      { number: 1, at_risk: 9, lost: 2 },
      { number: 2, at_risk: 7, lost: 1 },
    ],
  });
  expect(all.fit.projection).toHaveLength(6);
});

test('groups, files and the command line', async ({ as, server }) => {
  const retention: Body = await as('viewer').must('GET', `${PATH}&by=plan`);
  expect(retention.groups.map((g: Body) => [g.label, g.customers, g.left])).toEqual([
    ['Odd', 5, 2],
    ['Even', 4, 1],
  ]);
  expect(retention.test).toMatchObject({ df: 1, problem: null });
  const { body } = await as('viewer').get(`${PATH.replace('retention?', 'retention.csv?')}&cohort=quarter`);
  expect(body.split('\r\n')[0]).toBe('group,kind,months,share_pct,low_pct,high_pct,at_risk,left');
  expect(body).toContain('2024 Q1,observed,12,');
  const { status, stdout } = ripen('retention', '--data', server.dataDir, '--by', 'plan');
  expect(status).toBe(0);
  expect(stdout).toContain('Log-rank');
});

test('what changes from day to day makes no groups', async ({ as }) => {
  expect((await as('viewer').get(`${PATH}&by=health_band`)).body).toMatchObject({ status: 400, field: 'by' });
  expect((await as('viewer').get(`${PATH}&by=plan&cohort=year`)).body).toMatchObject({ field: 'by' });
});
