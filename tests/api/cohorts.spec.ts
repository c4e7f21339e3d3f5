// What is left of each cohort, in customers and in revenue.
import type { Body } from '../support/api.ts';
import { feedToday } from '../support/fed.ts';
import { expect, test } from '../support/fixtures.ts';
import { ripen, TODAY } from '../support/server.ts';

const ONLY = encodeURIComponent('industry = "Co Horns"');

test.beforeAll(async ({ people }) => {
  const api = people.api('manager');
  await feedToday(api);
  if ((await api.get('/accounts/co-1')).status === 200) return; // this worker has been here
  for (const [key, ended] of [
    ['co-1', undefined],
    ['co-2', '2025-09-10'],
  ]) {
    await api.must('POST', '/accounts', {
      key,
      name: `Cohort ${key}`,
      start: '2025-05-10',
      industry: 'Co Horns',
    });
    await api.must('POST', '/subscriptions', {
      account: key,
      amount_cents: 1000,
      currency: 'USD',
      interval_months: 1,
      start: '2025-05-10',
      ...(ended ? { ended } : {}),
    });
  }
});

test('the command line tells the same', async ({ as, server }) => {
  const ask = ['retention', '--cohorts', '--filter', 'industry = "Co Horns"', '--data', server.dataDir];
  const table = ripen(...ask);
  expect(table.status).toBe(0);
  expect(table.stdout).toMatch(/2025 Q2 +2 +100\.0 +100\.0 +50\.0/);
  expect(table.stdout).toContain('What they pay, % of what they paid first');
  const json = JSON.parse(ripen(...ask, '--format', 'json').stdout);
  expect(json).toEqual(await as('viewer').must('GET', `/forecast/cohorts?filter=${ONLY}`));
  const csv = ripen(...ask, '--cohort', 'month', '--format', 'csv').stdout;
  expect(csv).toContain('2025-05,4,2,1,50,24000,12000,50');
  expect(ripen(...ask.slice(0, 2), '--filter', 'health > 1', '--data', server.dataDir).status).not.toBe(0);
});

test('customers and revenue by age', async ({ as }) => {
  const table: Body = await as('viewer').must('GET', `/forecast/cohorts?filter=${ONLY}`);
  expect(table).toMatchObject({ to: TODAY, size: 'quarter', step_months: 3, undated: ['industry'] });
  expect(table.rows).toHaveLength(1);
  expect(table.rows[0]).toMatchObject({
    label: '2025 Q2',
    accounts: 2,
    arr_cents: 24_000,
    customers: [2, 2, 1],
    customers_pct: [100, 100, 50],
    arr_pct: [100, 100, 50],
  });
  // Who left first left in September 2025: both began before leavers were on record.
  expect(table).toMatchObject({ watched_from: '2025-09-01', rows: [{ late: 2 }], all: { accounts: 0 } });
  const known: Body = await as('viewer').must(
    'GET',
    `/forecast/cohorts?filter=${ONLY}&watched_from=2025-01-01`,
  );
  expect(known).toMatchObject({ rows: [{ late: 0 }], all: { accounts: 2, customers_pct: [100, 100, 50] } });
  const { body } = await as('viewer').get(`/forecast/cohorts.csv?filter=${ONLY}&size=month`);
  expect(body).toContain('2025-05,4,2,1,50,24000,12000,50');
  expect((await as('viewer').get('/forecast/cohorts?filter=health%3E1')).body).toMatchObject({
    field: 'filter',
  });
});
