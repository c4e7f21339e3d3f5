// The portfolio on a day: who is listed, in which order, with which totals; its file, its facets and
// the search.
import { expect, test } from '../support/fixtures.ts';
import { TODAY } from '../support/server.ts';

const ACCOUNTS = [
  { key: 'pf-1', name: 'Portfolio Ash', owner: 'pf-ann', industry: 'Pf Timber', amount_cents: 10000 },
  { key: 'pf-2', name: '=Portfolio Birch', owner: 'pf-bob', industry: 'Pf Timber', amount_cents: 30000 },
  { key: 'pf-3', name: 'Portfolio Cedar', industry: 'Pf Paper', amount_cents: 10000 },
  { key: 'pf-4', name: 'Portfolio Doom', owner: 'pf-bob', lifecycle: 'prospect' },
  { key: 'pf-5', name: 'Portfolio Elm', lifecycle: 'churned', churned: '2025-11-30' },
];
const ours = (more = '') => `filter=${encodeURIComponent(`name contains "portfolio"${more}`)}`;
const keysOf = (body: { rows: { key: string }[] }) => body.rows.map(({ key }) => key);

test.beforeAll(async ({ people }) => {
  const api = people.api('manager');
  for (const { amount_cents, ...account } of ACCOUNTS) {
    await api.must('POST', '/accounts', { start: '2025-01-01', ...account });
    if (amount_cents)
      await api.must('POST', '/subscriptions', {
        account: account.key,
        amount_cents,
        currency: 'USD',
        interval_months: 1,
        start: '2025-01-01',
      });
  }
  await api.must('POST', '/assessments', {
    account: 'pf-1',
    day: '2025-12-01',
    basis: 'interview',
    ...Object.fromEntries(
      [
        'charter_clarity',
        'charter_influence',
        'charter_head',
        'people_skill',
        'people_size',
        'people_record',
      ].map((rating) => [rating, 5]),
    ),
  });
});

test.describe('the portfolio', () => {
  const SCENARIOS: { query: string; keys: string[] }[] = [
    { query: ours(), keys: ['pf-2', 'pf-1', 'pf-3'] },
    { query: `${ours()}&sort=arr`, keys: ['pf-1', 'pf-3', 'pf-2'] },
    { query: `${ours()}&sort=-owner`, keys: ['pf-2', 'pf-1', 'pf-3'] },
    { query: `${ours()}&sort=name&offset=1&limit=1`, keys: ['pf-1'] },
    { query: `${ours()}&q=PF-BOB`, keys: ['pf-2'] },
    { query: ours(' and maturity_band = "high"'), keys: ['pf-1'] },
    { query: ours(' and maturity is missing and arr > 1200'), keys: ['pf-2'] },
    { query: ours(' and lifecycle = "churned"'), keys: ['pf-5'] },
    { query: `${ours(' and cell in ("left", "prospect")')}&sort=key`, keys: ['pf-4', 'pf-5'] },
    { query: ours(' and industry in ("Pf Paper", "none")'), keys: ['pf-3'] },
    { query: `${ours()}&day=2024-12-31`, keys: [] },
  ];
  for (const { query, keys } of SCENARIOS)
    test(`${decodeURIComponent(query)} lists ${keys.join(', ') || 'nobody'}`, async ({ as }) => {
      const reply = await as('viewer').get(`/portfolio?${query}`);
      expect(reply.status).toBe(200);
      expect(keysOf(reply.body)).toEqual(keys);
    });

  test('says what each account is worth and where it stands', async ({ as }) => {
    const { rows, columns, totals, ...rest } = await as('viewer').must(
      'GET',
      `/portfolio?${ours()}&columns=mrr,tenure_months&sort=key`,
    );
    expect(rest).toMatchObject({ day: TODAY, total: 3, offset: 0 });
    expect(columns).toEqual(['mrr', 'tenure_months']);
    expect(rows[0]).toMatchObject({
      key: 'pf-1',
      lifecycle: 'active',
      maturity: 5,
      maturity_band: 'high',
      arr_cents: 120000,
      values: [100, expect.any(Number)],
    });
    expect(rows[1]).toMatchObject({ cell: 'unknown', cell_label: 'Not yet known', maturity: null });
    expect(totals).toMatchObject({ accounts: 3, arr_cents: 600000, maturity_mean: 5, maturity_known: 1 });
    expect(totals.by_health_band.map(({ band }: { band: string | null }) => band)).toEqual([
      'low',
      'medium',
      'high',
      null,
    ]);
  });

  test('shows a change at once', async ({ as }) => {
    const query = `/portfolio?${ours(' and owner = "pf-eve"')}`;
    expect((await as('viewer').must('GET', query)).total).toBe(0);
    await as('manager').must('PATCH', '/accounts/pf-3', { owner: 'pf-eve' });
    expect(keysOf(await as('viewer').must('GET', query))).toEqual(['pf-3']);
    await as('manager').must('PATCH', '/accounts/pf-3', { owner: null });
  });

  const REFUSED: { query: string; field: string; says: string }[] = [
    { query: 'filter=helth<50', field: 'filter', says: 'did you mean "health"' },
    { query: 'filter=cell = "happy"', field: 'filter', says: 'it is one of let_churn' },
    { query: 'filter=health > "much"', field: 'filter', says: 'compared with a number' },
    { query: 'sort=-arrr', field: 'sort', says: 'did you mean arr' },
    { query: 'columns=arr,owner', field: 'columns', says: 'owner is a text' },
    { query: 'columns=weight', field: 'columns', says: 'no field weight' },
    { query: 'day=2026-02-01', field: 'day', says: 'future' },
    { query: 'day=someday', field: 'day', says: '' },
    { query: 'limit=501', field: 'limit', says: '500' },
    { query: 'offset=-1', field: 'offset', says: '0' },
    { query: 'matrix=4x4', field: 'matrix', says: '3x3' },
  ];
  for (const { query, field, says } of REFUSED)
    test(`refuses ${query}`, async ({ as }) => {
      const reply = await as('viewer').get(`/portfolio?${encodeURI(query)}`);
      expect(reply.status).toBe(400);
      expect(reply.body.field).toBe(field);
      expect(reply.body.detail).toContain(says);
    });

  test('is not sent twice when nothing has changed', async ({ as }) => {
    const path = `/portfolio?${ours()}`;
    const { headers } = await as('viewer').get(path);
    const again = await as('viewer').get(path, { headers: { 'if-none-match': headers.etag ?? '' } });
    expect(again.status).toBe(304);
  });
});

test('the file holds all that are chosen, and no formula', async ({ as }) => {
  const reply = await as('viewer').get(`/portfolio.csv?${ours()}&sort=key&columns=owner,arr,cell`);
  expect(reply.status).toBe(200);
  expect(reply.headers['content-type']).toContain('text/csv');
  expect(reply.headers['content-disposition']).toContain(`portfolio-${TODAY}.csv`);
  expect(reply.body.split('\r\n').slice(0, 3)).toEqual([
    'key,name,owner,arr,cell',
    'pf-1,Portfolio Ash,pf-ann,1200,unknown',
    `pf-2,"'=Portfolio Birch",pf-bob,3600,unknown`,
  ]);
});

test('facets count what a list would show', async ({ as }) => {
  const { items } = await as('viewer').must('GET', '/portfolio/facets');
  for (const { field, value } of [
    { field: 'industry', value: 'Pf Timber' },
    { field: 'owner', value: 'pf-bob' },
    { field: 'lifecycle', value: 'churned' },
    { field: 'cell', value: 'left' },
    { field: 'maturity_band', value: 'high' },
  ]) {
    const facet = items.find((item: { field: string }) => item.field === field);
    const { count } = facet.values.find((item: { value: string }) => item.value === value);
    const filter = encodeURIComponent(`${field} = "${value}"`);
    expect((await as('viewer').must('GET', `/portfolio?filter=${filter}`)).total, field).toBe(count);
  }
});

test.describe('search', () => {
  for (const { q, first } of [
    { q: 'pf-4', first: 'pf-4' },
    { q: 'folio elm', first: 'pf-5' }, // "elm" alone also finds other files' accounts
    { q: 'portfolio', first: 'pf-1' },
    { q: 'PF-BOB', first: 'pf-2' },
  ])
    test(`${q} finds ${first} first`, async ({ as }) => {
      const { items } = await as('viewer').must('GET', `/search?q=${encodeURIComponent(q)}`);
      expect(items[0].key).toBe(first);
    });

  test('wants some letters', async ({ as }) => {
    for (const query of ['', '?q=', `?q=${'x'.repeat(101)}`])
      expect((await as('viewer').get(`/search${query}`)).status).toBe(400);
  });
});
