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
  expect(january).toMatchObject({
    is_open: false,
    end: '2026-01-31',
    customers_12m: 2,
    lost_customers_12m: 1,
    logo_churn_12m_pct: 50,
  });
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

const MOVERS = encodeURIComponent('industry = "Rv Movers"');
const KINDS = ['new', 'reactivation', 'expansion', 'contraction', 'churn', 'unknown'] as const;
/** What counts against. */
const LESS = ['contraction', 'churn'];

test.describe('whose ARR moved', () => {
  test.beforeAll(async ({ people }) => {
    const api = people.api('manager');
    if ((await api.get('/accounts/mv-1')).status === 200) return; // this worker has been here
    /** Amount a year, start, end, and what else: in euros, or known only later. */
    const stories: [number, string, string?, object?][][] = [
      [[100_000, '2025-11-10']], // new
      [
        [50_000, '2025-01-01', '2025-09-01'],
        [70_001, '2025-12-20'], // returns
      ],
      [
        [120_000, '2025-01-01'],
        [33_333, '2025-10-15'], // grows in two months
        [10_000, '2025-12-01'],
      ],
      [
        [90_000, '2025-01-01', '2025-11-05'],
        [60_000, '2025-11-05', '2026-01-10'], // shrinks, then leaves
      ],
      [
        [40_000, '2025-01-01', '2025-12-15'], // goes over to euros
        [40_000, '2025-12-15', undefined, { currency: 'EUR' }],
      ],
      [[20_000, '2025-10-02', undefined, { known: '2026-01-05' }]], // won in October, on record in January
    ];
    for (const [n, story] of stories.entries()) {
      const account = `mv-${n + 1}`;
      await api.must('POST', '/accounts', {
        key: account,
        name: `Mover ${n + 1}`,
        start: '2025-01-01',
        industry: 'Rv Movers',
      });
      for (const [amount_cents, start, ended, more] of story)
        await api.must('POST', '/subscriptions', {
          account,
          amount_cents,
          currency: 'USD',
          interval_months: 12,
          start,
          ...(ended ? { ended } : {}),
          ...more,
        });
    }
  });

  test('the accounts of each kind add up to the figure of the bridge, month by month and in all', async ({
    as,
  }) => {
    const ask = `filter=${MOVERS}&from=2025-09-01`;
    const revenue = await as('viewer').must('GET', `/forecast/revenue?${ask}`);
    const spans = [...revenue.months, revenue.total];
    for (const kind of KINDS) {
      for (const span of spans) {
        const month = span === revenue.total ? '' : `&in_month=${span.month}`;
        const { rows, total, change_cents } = await as('viewer').must(
          'GET',
          `/forecast/revenue/movers?${ask}&kind=${kind}${month}`,
        );
        const figure = LESS.includes(kind) ? 0 - span[`${kind}_cents`] : span[`${kind}_cents`];
        expect(change_cents, `${kind} ${month}`).toBe(figure);
        const sum = rows.reduce(
          (cents: number, row: { change_cents: number }) => cents + row.change_cents,
          0,
        );
        expect(sum, `${kind} ${month}`).toBe(figure);
        expect(rows).toHaveLength(total);
      }
      expect(revenue.total[`${kind}_cents`], `nobody's movement is ${kind}`).not.toBe(0);
    }
  });

  test('who, how much, from what to what; by what is known on the last day of the period', async ({ as }) => {
    const get = (query: string) =>
      as('viewer').must('GET', `/forecast/revenue/movers?filter=${MOVERS}&${query}`);
    const grown = await get('from=2025-09-01&kind=expansion');
    expect(grown).toMatchObject({
      from: '2025-09-01',
      to: TODAY,
      kind: 'expansion',
      total: 1,
      undated: ['industry'],
    });
    expect(grown.rows).toEqual([
      {
        key: 'mv-3',
        name: 'Mover 3',
        owner: null,
        kind: 'expansion',
        change_cents: 43_333,
        before_cents: 120_000,
        after_cents: 163_333,
        first_month: '2025-10-01',
        last_month: '2025-12-01',
        months: 2,
      },
    ]);
    const keys = ({ rows }: { rows: { key: string }[] }) => rows.map(({ key }) => key);
    expect(keys(await get('from=2025-09-01&in_month=2025-10-31&kind=new'))).toEqual(['mv-6']);
    // At the end of the year nobody knew of it.
    expect(keys(await get('from=2025-09-01&to=2025-12-31&in_month=2025-10-31&kind=new'))).toEqual([]);
    const all = await get('from=2025-09-01&offset=1&limit=2');
    expect(all).toMatchObject({ kind: null, offset: 1, rows: { length: 2 } });
    expect(all.total).toBeGreaterThan(5);
    const moved = await get('from=2025-12-01&to=2025-12-31&kind=unknown');
    expect(moved.rows[0]).toMatchObject({ key: 'mv-5', before_cents: 40_000, after_cents: null });
  });

  test('as a file; refusals', async ({ as }) => {
    const { body } = await as('viewer').get(
      `/forecast/revenue/movers.csv?filter=${MOVERS}&kind=churn&from=2025-09-01`,
    );
    const lines = body.trim().split('\r\n');
    expect(lines[0]).toBe(
      'key,name,owner,kind,change_cents,before_cents,after_cents,first_month,last_month,months',
    );
    expect(lines[1]).toContain('mv-4');
    const refused = async (query: string) =>
      (await as('viewer').get(`/forecast/revenue/movers?${query}`)).body;
    expect(await refused('kind=gone')).toMatchObject({ status: 400, field: 'kind' });
    expect(await refused('from=2025-09-01&in_month=2025-08-01')).toMatchObject({
      status: 400,
      field: 'in_month',
    });
    expect(await refused('filter=health+%3C+50')).toMatchObject({ status: 400, field: 'filter' });
    expect(await refused('from=2026-02-01')).toMatchObject({ status: 400, field: 'from' });
  });
});
