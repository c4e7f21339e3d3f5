// Files that stopped coming: what became of customers since is not known, and forecasts do not make it up.
import type { Body } from '../support/api.ts';
import { feedToday } from '../support/fed.ts';
import { test as base, expect } from '../support/fixtures.ts';
import { type Server, TODAY, withServer } from '../support/server.ts';

const LAST = '2025-06-20';

const test = base.extend<object, { server: Server }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern
  server: [async ({}, use) => withServer(use), { scope: 'worker' }],
});

test.beforeAll(async ({ people }) => {
  const api = people.api('manager');
  for (const [key, ended] of [
    ['stayed', undefined],
    ['left', LAST],
  ]) {
    await api.must('POST', '/accounts', { key, name: key, start: '2024-01-15' });
    await api.must('POST', '/subscriptions', {
      account: key,
      amount_cents: 10_000,
      currency: 'USD',
      interval_months: 1,
      term_months: 12,
      start: '2024-01-15',
      ...(ended ? { ended } : {}),
    });
  }
});

test('forecasts are told as of the last day of which there are facts, until facts come again', async ({
  as,
}) => {
  const api = as('manager');
  const dayOf = async (path: string, name: string): Promise<string> =>
    ((await api.must('GET', `/forecast/${path}`)) as Body)[name];
  const told = async () => ({
    revenue: await dayOf('revenue', 'to'),
    movers: await dayOf('revenue/movers', 'to'),
    retention: await dayOf('retention', 'to'),
    cohorts: await dayOf('cohorts', 'to'),
    renewals: await dayOf('renewals', 'day'),
    value: await dayOf('value', 'day'),
    account: ((await api.must('GET', '/accounts/stayed/value')) as Body).day,
  });
  const all = (day: string) => ({
    revenue: day,
    movers: day,
    retention: day,
    cohorts: day,
    renewals: day,
    value: day,
    account: day,
  });
  expect(await api.must('GET', '/forecast/day')).toEqual({ today: TODAY, day: LAST, facts_until: LAST });
  expect(await told()).toEqual(all(LAST));
  expect(await dayOf(`revenue?to=${TODAY}`, 'to')).toBe(TODAY);

  await feedToday(api);
  expect(await api.must('GET', '/forecast/day')).toEqual({ today: TODAY, day: TODAY, facts_until: TODAY });
  expect(await told()).toEqual(all(TODAY));
});
