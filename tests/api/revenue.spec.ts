// ARR month by month, and what was kept of it.
import { expect, test } from '../support/fixtures.ts';
import { ripen, TODAY } from '../support/server.ts';

const ONLY = encodeURIComponent('industry = "Rv Bridges"');
const PATH = `/forecast/revenue?filter=${ONLY}&from=2025-10-01`;

test.beforeAll(async ({ people }) => {
  const api = people.api('manager');
  if ((await api.get('/accounts/rv-1')).status === 200) return; // this worker has been here
  for (const key of ['rv-1', 'rv-2'])
    await api.must('POST', '/accounts', {
      key,
      name: `Revenue ${key}`,
      start: '2025-01-01',
      industry: 'Rv Bridges',
    });
  const subscribe = (account: string, amount_cents: number, start: string, ended?: string) =>
    api.must('POST', '/subscriptions', {
      account,
      amount_cents,
      currency: 'USD',
      interval_months: 12,
      term_months: 12,
      start,
      ...(ended ? { ended } : {}),
    });
  await subscribe('rv-1', 120_000, '2024-11-15', '2025-11-15');
  await subscribe('rv-1', 150_000, '2025-11-15');
  await subscribe('rv-2', 60_000, '2024-12-10', '2025-12-10');
});

test('the movements of each month add up to the change of ARR', async ({ as }) => {
  const revenue = await as('viewer').must('GET', PATH);
  expect(revenue).toMatchObject({ from: '2025-10-01', to: TODAY, currency: 'USD', undated: ['industry'] });
  expect(revenue.months.map((m: { month: string }) => m.month)).toEqual([
    '2025-10-01',
    '2025-11-01',
    '2025-12-01',
    '2026-01-01',
  ]);
  const [, november, december, january] = revenue.months;
  expect(november).toMatchObject({
    start_arr_cents: 180_000,
    expansion_cents: 30_000,
    end_arr_cents: 210_000,
    renewals_due: 1,
    renewals_won: 1,
    due_arr_cents: 120_000,
    renewed_arr_cents: 120_000,
    grr_pct: 100,
  });
  expect(december).toMatchObject({
    churn_cents: 60_000,
    lost_customers: 1,
    end_customers: 1,
    renewal_pct: 0,
    logo_churn_pct: 50,
  });
  expect(january).toMatchObject({ is_open: false, end: '2026-01-31', logo_churn_12m_pct: 50 });
  expect(revenue.total).toMatchObject({ start_arr_cents: 180_000, end_arr_cents: 150_000 });
  expect(revenue.definitions.map((d: { name: string }) => d.name)).toContain('GRR');
});

test('come as a file and on the command line', async ({ as, server }) => {
  const { status, body } = await as('viewer').get(PATH.replace('revenue?', 'revenue.csv?'));
  expect(status).toBe(200);
  const lines = body.trim().split('\r\n');
  expect(lines).toHaveLength(5);
  expect(lines[0]).toMatch(/^month,end,is_open,start_arr_cents,new_cents,/);
  const { status: code, stdout } = ripen('revenue', '--data', server.dataDir, '--from', '2025-12-01');
  expect(code).toBe(0);
  expect(stdout).toContain('2025-12-01');
  expect(stdout).toContain('GRR: ');
});

test('what changes from day to day cannot choose whose past is told', async ({ as }) => {
  const path = `/forecast/revenue?filter=${encodeURIComponent('health < 50')}`;
  const { status, body } = await as('viewer').get(path);
  expect(status).toBe(400);
  expect(body).toMatchObject({ field: 'filter' });
  expect((await as('viewer').get('/forecast/revenue?to=2027-01-01')).body).toMatchObject({ field: 'to' });
});
