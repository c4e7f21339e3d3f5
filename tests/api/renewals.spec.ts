// What comes due, what to expect of it, and what customers are worth.
import type { Body } from '../support/api.ts';
import { feedToday } from '../support/fed.ts';
import { expect, test } from '../support/fixtures.ts';
import { ripen, TODAY } from '../support/server.ts';

const ONLY = encodeURIComponent('industry = "Rn Kites"');

test.beforeAll(async ({ people }) => {
  const api = people.api('manager');
  await feedToday(api);
  if ((await api.get('/accounts/rn-1')).status === 200) return; // this worker has been here
  // Two years of contracts of five months, a length that nobody else here has.
  for (let n = 1; n <= 24; n++) {
    await api.must('POST', '/accounts', {
      key: `rn-${n}`,
      name: `Renewal ${n}`,
      start: '2025-01-20',
      industry: 'Rn Kites',
      owner: n % 2 ? 'rn-odd' : 'rn-even',
      gross_margin_pct: 50,
      acquisition_cost_cents: 30_000,
    });
    await api.must('POST', '/subscriptions', {
      account: `rn-${n}`,
      amount_cents: 10_000,
      currency: 'USD',
      interval_months: 1,
      term_months: 5,
      notice_days: 30,
      auto_renewal: true,
      start: '2025-01-20',
      ...(n <= 6 ? { ended: '2025-06-20' } : {}),
    });
  }
});

test('the calendar by day, month and owner', async ({ as }) => {
  const renewals: Body = await as('viewer').must('GET', `/forecast/renewals?filter=${ONLY}&limit=5&months=6`);
  expect(renewals).toMatchObject({ day: TODAY, until: '2026-07-31', total: 18, offset: 0, model_id: null });
  expect(renewals.rows).toHaveLength(5);
  expect(renewals.rows[0]).toMatchObject({
    key: 'rn-10',
    day: '2026-04-20',
    notice: '2026-03-21',
    is_notice_over: false,
    is_automatic: true,
    term_months: 5,
    number: 3,
    due_cents: 120_000,
    source: 'curve',
  });
  const [all] = renewals.months.filter((m: Body) => m.due > 0);
  expect(all).toMatchObject({ month: '2026-04-01', due: 18, due_cents: 2_160_000, unknown: 0 });
  // The six left at the first renewal and nobody after: all but all of the others are expected.
  expect(all.expected).toBeGreaterThan(17);
  expect([all.expected_low, all.expected_high]).toEqual([18, 18]);
  expect(all.expected_cents + all.at_risk_cents).toBe(all.due_cents);
  expect(renewals.owners.map((o: Body) => [o.label, o.due])).toEqual(
    expect.arrayContaining([
      ['rn-odd', 9],
      ['rn-even', 9],
    ]),
  );
  expect(renewals.year).toMatchObject({ customers: 18, arr_cents: 2_160_000, contraction_pct: 0 });
  expect(renewals.year.grr_pct).toBeLessThan(100);
  // The model has told nothing here; every row says how health and maturity stand, if only that nothing is known.
  expect(renewals).toMatchObject({ model_day: null, by_model: 0, by_curve: 18 });
  expect(renewals.rows[0]).toMatchObject({ health_band: null, maturity_band: null });
  const past: Body = await as('viewer').must('GET', `/forecast/renewals?filter=${ONLY}&day=2025-06-19`);
  expect(past.all).toMatchObject({ due: 24 });
});

test('the rows of one month beside the sums of all', async ({ as }) => {
  const get = (query: string) => as('viewer').get(`/forecast/renewals?filter=${ONLY}&months=9&${query}`);
  const all: Body = (await get('')).body;
  const months = all.months.filter((m: Body) => m.due > 0);
  // The next renewal of each running contract: all in April.
  expect(months.map((m: Body) => m.month)).toEqual(['2026-04-01']);
  const april: Body = (await get('in_month=2026-04-15&offset=10&limit=5')).body;
  expect(april).toMatchObject({ total: 18, offset: 10, all: all.all, months: all.months });
  expect(april.rows.map((row: Body) => row.key)).toEqual(all.rows.slice(10, 15).map((row: Body) => row.key));
  expect((await get('in_month=2026-05-01')).body).toMatchObject({ total: 0, rows: [], all: all.all });
  expect((await get('in_month=2027-05-01')).body).toMatchObject({ status: 400, field: 'in_month' });
  expect((await get('in_month=2025-12-31')).body).toMatchObject({ status: 400, field: 'in_month' });
  const file = await as('viewer').get(`/forecast/renewals.csv?filter=${ONLY}&in_month=2026-05-01`);
  expect(file.body.trim().split('\r\n')).toHaveLength(1);
});

test('sorting, refusals, the file and the command line', async ({ as, server }) => {
  const get = (query: string) => as('viewer').get(`/forecast/renewals?${query}`);
  expect((await get(`filter=${ONLY}&sort=-at_risk&offset=17`)).body.rows).toHaveLength(1);
  expect((await get('sort=name')).body).toMatchObject({ status: 400, field: 'sort' });
  expect((await get('filter=nothing')).body).toMatchObject({ status: 400, field: 'filter' });
  expect((await get('day=2030-01-01')).body).toMatchObject({ status: 400 });
  const { body } = await as('viewer').get(`/forecast/renewals.csv?filter=${ONLY}`);
  expect(body.trim().split('\r\n')).toHaveLength(19);
  const { status, stdout } = ripen('renewals', '--data', server.dataDir, '--limit', '3');
  expect(status).toBe(0);
  expect(stdout).toContain('Chances: ');
});

test('values by segment: an account may be in several', async ({ as }) => {
  for (const [key, filter] of [
    ['rn-odds', 'owner = "rn-odd"'],
    // Where the scores of the day decide, too.
    ['rn-all', 'industry = "Rn Kites" and (health is missing or health >= 0)'],
  ])
    if ((await as('manager').get(`/segments/${key}`)).status !== 200)
      await as('manager').must('POST', '/segments', { key, name: `By ${key}`, filter });
  const value: Body = await as('viewer').must('GET', `/forecast/value?filter=${ONLY}&by=segment`);
  expect(value.label).toBe('Segment');
  const of = (key: string): Body => value.groups.find((g: Body) => g.label === `By ${key}`);
  expect(of('rn-odds')).toMatchObject({ accounts: 9, filter: 'segment = "rn-odds"' });
  expect(of('rn-all')).toEqual({ ...value.all, label: 'By rn-all', filter: 'segment = "rn-all"' });
});

test('values with their intervals, by group and for one account', async ({ as, server }) => {
  const value: Body = await as('viewer').must('GET', `/forecast/value?filter=${ONLY}&by=owner&limit=2`);
  expect(value).toMatchObject({ day: TODAY, total: 18, label: 'Owner' });
  expect(value.groups.map((g: Body) => g.accounts)).toEqual([9, 9]);
  expect(value.all).toMatchObject({ accounts: 18, default_margins: 0 });
  expect(value.shares).toHaveLength(19);
  expect(value.shares[9]).toMatchObject({ accounts: 9, accounts_pct: 50 });
  expect(value.half_accounts).toBe(9);
  const dearest: Body = await as('viewer').must('GET', `/forecast/value?filter=${ONLY}&sort=-arr&limit=18`);
  const arr = dearest.rows.map((r: Body) => r.arr_cents);
  expect(arr).toEqual(arr.toSorted((a: number, b: number) => b - a));
  const [row] = value.rows;
  expect(row).toMatchObject({
    arr_cents: 120_000,
    gross_margin_pct: 50,
    is_margin_default: false,
    term_months: 5,
    acquisition_cents: 30_000,
    payback_months: 6,
    is_life_infinite: false,
  });
  expect(row.ltv_3y_cents).toBeLessThan(36 * 5000);
  expect(row.ltv_3y_cents).toBeLessThan(row.ltv_5y_cents);
  expect(row.ltv_5y_cents).toBeLessThan(row.life_cents);
  const one: Body = await as('viewer').must('GET', `/accounts/${row.key}/value`);
  /* The metric goes by the same curve, and says which. */
  const metric: Body = await as('viewer').must('GET', `/accounts/${row.key}/metrics/ltv_3y/facts`);
  expect(metric.value).toBeCloseTo(row.ltv_3y_cents / 100, 1);
  const terms = Object.fromEntries(metric.terms.map((t: Body) => [t.label, t.value]));
  expect(terms).toMatchObject({
    MRR: 100,
    'Length of its contract': 5,
    'Number of its next renewal': row.renewal_number,
  });
  expect(terms['Stay at such a renewal, of customers with contracts of that length']).toBeCloseTo(
    row.chance_pct,
    6,
  );
  expect(one).toMatchObject({ day: TODAY, discount_pct: value.discount_pct, value: row });
  // A year before it was no customer; what it is worth tomorrow nobody knows.
  const before: Body = await as('viewer').must('GET', `/accounts/${row.key}/value?day=2025-01-19`);
  expect(before).toMatchObject({ day: '2025-01-19', value: null });
  expect((await as('viewer').get(`/accounts/${row.key}/value?day=2999-01-01`)).body).toMatchObject({
    field: 'day',
  });
  const left: Body = await as('viewer').must('GET', '/accounts/rn-1/value');
  expect(left).toMatchObject({ value: null, problem: 'It is no customer.' });
  expect((await as('viewer').get('/accounts/rn-none/value')).status).toBe(404);
  const { body } = await as('viewer').get(`/forecast/value.csv?filter=${ONLY}`);
  expect(body.trim().split('\r\n')).toHaveLength(19);
  const { status, stdout } = ripen('value', '--data', server.dataDir, '--limit', '3');
  expect(status).toBe(0);
  expect(stdout).toContain('Lifetime value: ');
});
