// Segments: saved filters that other filters name.
import { expect, test } from '../support/fixtures.ts';
import { TODAY } from '../support/server.ts';

const ACCOUNTS = [
  { key: 'sg-1', name: 'Segment Ash', owner: 'sg-ann', industry: 'Sg Timber', amount_cents: 10000 },
  { key: 'sg-2', name: 'Segment Birch', owner: 'sg-bob', industry: 'Sg Timber', amount_cents: 30000 },
  { key: 'sg-3', name: 'Segment Cedar', owner: 'sg-bob', industry: 'Sg Paper', amount_cents: 5000 },
  {
    key: 'sg-4',
    name: 'Segment Doom',
    owner: 'sg-bob',
    industry: 'Sg Paper',
    lifecycle: 'churned',
    churned: '2025-11-30',
  },
];

test.describe.configure({ mode: 'serial' });

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
});

const make = (key: string, filter: string) => ({ key, name: `Segment ${key}`, filter });

test('are saved, named by other filters, changed and deleted', async ({ as }) => {
  const api = as('manager');
  const timber = await api.must('POST', '/segments', {
    ...make('sg-timber', 'industry="Sg Timber"'),
    help: 'Those who work with wood',
  });
  expect(timber).toMatchObject({
    key: 'sg-timber',
    filter: 'industry = "Sg Timber"',
    filter_json: { field: 'industry', op: '=', value: 'Sg Timber' },
    made_of: [],
    undated: ['industry'],
    needs_scores: false,
    used_by: [],
    problem: null,
    accounts: null,
  });
  await api.must('POST', '/segments', {
    key: 'sg-bobs',
    name: "Bob's timber",
    filter_json: {
      and: [
        { field: 'segment', op: '=', value: 'sg-timber' },
        { not: { field: 'owner', op: '!=', value: 'sg-bob' } },
      ],
    },
  });
  const bobs = await as('viewer').must('GET', '/segments/sg-bobs');
  expect(bobs).toMatchObject({
    filter: 'segment = "sg-timber" and not owner != "sg-bob"',
    made_of: ['sg-timber'],
    undated: ['industry', 'owner'],
    accounts: 1,
    arr_cents: 360000,
  });
  const list = await as('viewer').must('GET', '/segments?count=true');
  expect(list.day).toBe(TODAY);
  const item = list.items.find(({ key }: { key: string }) => key === 'sg-timber');
  expect(item).toMatchObject({ accounts: 2, arr_cents: 480000 });
  expect(item.used_by).toEqual([{ kind: 'segment', key: 'sg-bobs', name: "Bob's timber" }]);

  const rows = async (filter: string) =>
    (await as('viewer').must('GET', `/portfolio?sort=key&filter=${encodeURIComponent(filter)}`)).rows.map(
      ({ key }: { key: string }) => key,
    );
  expect(await rows('segment = "sg-timber"')).toEqual(['sg-1', 'sg-2']);
  expect(await rows('segment != "sg-timber" and name contains "segment "')).toEqual(['sg-3']);
  expect(await rows('segment in ("sg-bobs") or key = "sg-3"')).toEqual(['sg-2', 'sg-3']);
  const file = await as('viewer').get(
    `/portfolio.csv?columns=owner&filter=${encodeURIComponent('segment = "sg-bobs"')}`,
  );
  expect(file.body.split('\r\n')).toContain('sg-2,Segment Birch,sg-bob');

  const changed = await api.must('PATCH', '/segments/sg-timber', { name: 'Wood', help: null });
  expect(changed).toMatchObject({ name: 'Wood', help: null, filter: 'industry = "Sg Timber"' });
  await api.must('PATCH', '/segments/sg-timber', { filter: 'industry contains "TIMBER" or key = "sg-3"' });
  expect(await rows('segment = "sg-bobs"')).toEqual(['sg-2', 'sg-3']);

  const kept = await api.call('DELETE', '/segments/sg-timber');
  expect(kept.status).toBe(409);
  expect(kept.body.detail).toContain('is used by segment sg-bobs');
  expect((await api.call('DELETE', '/segments/sg-bobs')).status).toBe(204);
  expect((await api.call('DELETE', '/segments/sg-timber')).status).toBe(204);
  expect((await api.get('/segments/sg-timber')).status).toBe(404);
  const log = await as('admin').must('GET', '/audit?kind=segment&key=sg-timber');
  expect(log.items.map(({ action }: { action: string }) => action)).toEqual([
    'delete',
    'update',
    'update',
    'create',
  ]);
});

test('the fields that filters are made of', async ({ as }) => {
  await as('manager').must('POST', '/segments', make('sg-field', 'arr > 1'));
  const { items } = await as('viewer').must('GET', '/filter-fields');
  const field = (name: string) => items.find((item: { name: string }) => item.name === name);
  expect(field('industry')).toMatchObject({
    label: 'Industry',
    type: 'text',
    group: 'account',
    is_undated: true,
  });
  expect(field('health_band')).toMatchObject({
    type: 'choice',
    group: 'score',
    values: ['low', 'medium', 'high'],
  });
  expect(field('cell').values).toContain('unknown');
  expect(field('start')).toMatchObject({ type: 'day', is_undated: true });
  expect(field('active_users_28d')).toMatchObject({ type: 'number', group: 'metric', is_undated: false });
  const at = field('segment').values.indexOf('sg-field');
  expect(field('segment').labels[at]).toBe('Segment sg-field');
  await as('manager').must('DELETE', '/segments/sg-field');
});

test('a preview counts before anything is saved', async ({ as }) => {
  const preview = await as('viewer').must('POST', '/segments/preview', {
    filter: 'name contains "segment " and arr > 700',
  });
  expect(preview).toMatchObject({
    day: TODAY,
    filter: 'name contains "segment " and arr > 700',
    accounts: 2,
    arr_cents: 480000,
    undated: ['name'],
    largest: [
      { key: 'sg-2', name: 'Segment Birch', arr_cents: 360000 },
      { key: 'sg-1', name: 'Segment Ash', arr_cents: 120000 },
    ],
  });
  expect(preview.of_accounts).toBeGreaterThanOrEqual(3);
  const gone = await as('viewer').must('POST', '/segments/preview', {
    filter_json: {
      and: [
        { field: 'lifecycle', op: '=', value: 'churned' },
        { field: 'name', op: 'contains', value: 'segment ' },
      ],
    },
  });
  expect(gone).toMatchObject({ accounts: 1, is_of_all: true });
});

test.describe('what became of them', () => {
  // Four in A, two in B; what each pays a year, and until when.
  const STORY = [
    { key: 'rp-a1', industry: 'Rp A', pays: [{ amount_cents: 10000, start: '2025-01-01' }] },
    {
      key: 'rp-a2',
      industry: 'Rp A',
      pays: [
        { amount_cents: 10000, start: '2025-01-01' },
        { amount_cents: 10000, start: '2025-06-01' },
      ],
    },
    {
      key: 'rp-a3',
      industry: 'Rp A',
      pays: [{ amount_cents: 20000, start: '2025-01-01', ended: '2025-08-01' }],
    },
    { key: 'rp-a4', industry: 'Rp A', pays: [{ amount_cents: 5000, start: '2025-09-01' }] },
    {
      key: 'rp-b1',
      industry: 'Rp B',
      pays: [
        { amount_cents: 10000, start: '2025-01-01', ended: '2025-05-01' },
        { amount_cents: 5000, start: '2025-05-01' },
      ],
    },
    { key: 'rp-b2', pays: [{ amount_cents: 2000, start: '2025-01-01' }] },
  ];
  const OURS = 'name contains "Reported "';
  const PERIOD = 'from=2025-02-03&to=2026-01-12';
  const of = (filter: string) => `filter=${encodeURIComponent(filter)}`;

  test.beforeAll(async ({ people }) => {
    const api = people.api('manager');
    for (const { pays, ...account } of STORY) {
      const start = pays[0]?.start;
      await api.must('POST', '/accounts', { ...account, name: `Reported ${account.key}`, start });
      for (const [n, pay] of pays.entries())
        await api.must('POST', '/subscriptions', {
          key: `${account.key}-${n}`,
          account: account.key,
          currency: 'USD',
          interval_months: 1,
          ...pay,
        });
    }
    await api.must('POST', '/segments', make('rp-a', `industry = "Rp A" and ${OURS}`));
    await api.must('POST', '/segments', make('rp-paying', `arr >= 1200 and ${OURS}`));
    const job = await api.must('POST', '/score', { from: '2025-02-03', to: '2026-01-12', every: 'month' });
    await expect
      .poll(async () => (await api.must('GET', `/jobs/${job.id}`)).state, { timeout: 30000 })
      .toBe('done');
  });

  test('by the values of a field', async ({ as }) => {
    const report = await as('viewer').must('GET', `/segment-report?by=industry&${PERIOD}&${of(OURS)}`);
    expect(report).toMatchObject({
      by: 'industry',
      label: 'Industry',
      small_below: 20,
      is_undated: true,
      undated: ['name'],
    });
    const [a, b, none, ...more] = report.groups;
    expect(more).toEqual([]);
    // Start 1200 + 1200 + 2400; one grew by 1200, one of 2400 left; a new one brings 600.
    expect(a).toMatchObject({
      value: 'Rp A',
      filter: 'industry = "Rp A"',
      accounts: 3,
      arr_cents: 420000,
      start_accounts: 3,
      start_arr_cents: 480000,
      lost: 1,
      is_small: true,
      money_unknown: 0,
      grr_pct: 50,
      nrr_pct: 75,
      arr_growth_pct: -12.5,
    });
    expect(a.churn_pct).toBeCloseTo(100 / 3, 9);
    expect(a.churn_low_pct).toBeCloseTo(6.149, 2); // Wilson for 1 of 3
    expect(a.churn_high_pct).toBeCloseTo(79.234, 2);
    expect(b).toMatchObject({
      value: 'Rp B',
      accounts: 1,
      lost: 0,
      grr_pct: 50,
      nrr_pct: 50,
      arr_growth_pct: -50,
    });
    expect(none).toMatchObject({
      value: null,
      label: 'Not known',
      is_missing: true,
      filter: 'industry is missing',
      accounts: 1,
      nrr_pct: 100,
    });
    expect(report.all).toMatchObject({ accounts: 5, start_accounts: 5, lost: 1, start_arr_cents: 624000 });
  });

  test('by quarters of a number, and by segments', async ({ as }) => {
    const arr = await as('viewer').must('GET', `/segment-report?by=arr&${PERIOD}&${of(OURS)}`);
    // 240, 1200, 1200, 1200, 2400 on the first day: three quarters begin at the same 1200.
    expect(
      arr.groups.map(({ label, start_accounts }: { label: string; start_accounts: number }) => [
        label,
        start_accounts,
      ]),
    ).toEqual([
      ['below 1200', 1],
      ['1200 and more', 4],
    ]);
    const segments = await as('viewer').must('GET', `/segment-report?segments=rp-a,rp-paying&${PERIOD}`);
    expect(segments.groups).toMatchObject([
      { value: 'rp-a', label: 'Segment rp-a', accounts: 3, start_accounts: 3, lost: 1 },
      { value: 'rp-paying', accounts: 2, start_accounts: 4, lost: 1 },
    ]);
  });

  test('which attribute tells them apart', async ({ as }) => {
    const told = await as('viewer').must(
      'GET',
      `/segment-report/separation?fields=industry,plan&${PERIOD}&${of(OURS)}`,
    );
    expect(told).toMatchObject({ accounts: 5, lost: 1, tried: 1, is_too_early: true });
    const all = await as('viewer').must('GET', '/segment-report/separation');
    expect(all.rows.map(({ field }: { field: string }) => field)).toEqual(
      expect.arrayContaining(['industry', 'cell', 'health_band']),
    );
  });

  test('who came and who went', async ({ as }) => {
    const moves = await as('viewer').must('GET', `/segments/rp-a/moves?${PERIOD}`);
    expect(moves).toMatchObject({
      accounts_from: 3,
      accounts_to: 3,
      arr_from_cents: 480000,
      arr_to_cents: 420000,
      stayed: 2,
      entered: [{ key: 'rp-a4', was: null, is: 'active', arr_cents: 60000 }],
      left: [{ key: 'rp-a3', was: 'active', is: 'churned', arr_cents: 240000 }],
      undated: ['industry', 'name'],
    });
    const paying = await as('viewer').must('GET', `/segments/rp-paying/moves?${PERIOD}`);
    expect(paying.left).toMatchObject([
      { key: 'rp-a3' },
      { key: 'rp-b1', was: 'active', is: 'active', arr_cents: 60000 },
    ]);
  });

  test('how many there were', async ({ as }) => {
    const history = await as('viewer').must('GET', `/segments/rp-a/history?${PERIOD}`);
    expect(history.scored_days).toBe(history.points.length);
    const on = (day: string) => history.points.find((point: { day: string }) => point.day === day);
    expect(on('2025-03-01')).toMatchObject({ accounts: 3, arr_cents: 480000 });
    expect(on('2025-07-01')).toMatchObject({ accounts: 3, arr_cents: 600000 });
    expect(on('2025-08-01')).toMatchObject({ accounts: 2, arr_cents: 360000 });
    expect(on('2026-01-12')).toMatchObject({ accounts: 3, arr_cents: 420000 });
  });

  const WRONG: [string, string, string][] = [
    ['/segment-report', 'by', 'either a field or segments'],
    ['/segment-report?by=industry&segments=rp-a', 'by', 'either'],
    ['/segment-report?by=industri', 'by', 'did you mean industry'],
    ['/segment-report?segments=rp-x', 'segments', 'no segment rp-x'],
    ['/segment-report?by=plan&from=2026-01-12&to=2026-01-12', 'from', 'before the last day'],
    ['/segment-report?by=plan&to=2026-03-01', 'to', 'future'],
    ['/segment-report/separation?fields=planet', 'fields', 'no field planet'],
    ['/segments/rp-a/moves?from=2027-01-01', 'from', 'before'],
  ];
  for (const [path, field, says] of WRONG)
    test(`refuses ${path}`, async ({ as }) => {
      const reply = await as('viewer').get(path);
      expect(reply.body).toMatchObject({ status: 400, field });
      expect(reply.body.detail).toContain(says);
    });

  test.afterAll(async ({ people }) => {
    for (const key of ['rp-a', 'rp-paying']) await people.api('manager').must('DELETE', `/segments/${key}`);
  });
});

test.describe('refused', () => {
  test.beforeAll(async ({ people }) => {
    const api = people.api('manager');
    await api.must('POST', '/segments', make('ring-a', 'owner = "sg-bob"'));
    await api.must('POST', '/segments', make('ring-b', 'segment = "ring-a"'));
    await api.must('POST', '/segments', make('ring-c', 'segment = "ring-b" or segment = "ring-a"'));
    for (let depth = 4; depth <= 8; depth++)
      await api.must(
        'POST',
        '/segments',
        make(`deep-${depth}`, `segment = "${depth === 4 ? 'ring-c' : `deep-${depth - 1}`}"`),
      );
    await api.must('POST', '/segments', make('low', 'owner = "x"'));
    await api.must('POST', '/segments', make('mid', 'segment = "low"'));
    await api.must('POST', '/segments', make('top', 'segment = "mid"'));
  });

  const deep = `${'('.repeat(33)}arr > 1${')'.repeat(33)}`;
  const many = Array.from({ length: 201 }, (_, n) => `arr = ${n}`).join(' or ');
  const REFUSED: { name: string; body: object; field: string | null; says: string; status?: number }[] = [
    { name: 'a taken key', body: make('ring-a', 'arr > 1'), field: 'key', says: 'already', status: 409 },
    { name: 'a key with blanks', body: make('Big ones', 'arr > 1'), field: 'key', says: 'lower-case' },
    { name: 'no condition', body: make('nil', '  '), field: 'filter', says: 'needs a condition' },
    {
      name: 'a filter given twice',
      body: { ...make('two', 'arr > 1'), filter_json: { field: 'arr', op: '>', value: 1 } },
      field: 'filter_json',
      says: 'given twice',
    },
    {
      name: 'an unknown field',
      body: make('nil', 'arr > 1 and indstry = "x"'),
      field: 'filter',
      says: 'at character 13: there is no field "indstry"; did you mean "industry"',
    },
    {
      name: 'an unknown field as JSON',
      body: { key: 'nil', name: 'x', filter_json: { field: 'ar', op: '>', value: 1 } },
      field: 'filter_json',
      says: 'in the condition on "ar"',
    },
    {
      name: 'a value of the wrong sort, deep in JSON',
      body: {
        key: 'nil',
        name: 'x',
        filter_json: {
          and: [{ field: 'arr', op: '>', value: 1 }, { not: { field: 'arr', op: '<', value: [] } }],
        },
      },
      field: 'filter_json.and[1].not.value',
      says: 'in the condition on "arr"',
    },
    {
      name: 'an unknown segment',
      body: make('nil', 'segment = "ring-x"'),
      field: 'filter',
      says: 'did you mean "ring-a"',
    },
    {
      name: 'an unknown cell',
      body: make('nil', 'cell = "nowhere"'),
      field: 'filter',
      says: 'cell is never "nowhere"',
    },
    {
      name: 'itself',
      body: make('self', 'not segment = "self"'),
      field: 'filter',
      says: 'made of itself: self → self',
    },
    {
      name: 'a ninth level',
      body: make('deep-9', 'segment = "deep-8"'),
      field: 'filter',
      says: 'at most 8 deep: deep-9 → deep-8 → deep-7',
    },
    {
      name: 'a missing segment',
      body: make('nil', 'segment is missing'),
      field: 'filter',
      says: 'cannot be compared by is missing',
    },
    { name: 'great depth', body: make('nil', deep), field: 'filter', says: 'deeper than 32 levels' },
    {
      name: 'great length',
      body: make('nil', `name = "${'x'.repeat(4090)}"`),
      field: 'filter',
      says: '4096',
    },
    { name: 'too many conditions', body: make('nil', many), field: 'filter', says: 'at most 200' },
  ];
  for (const { name, body, field, says, status } of REFUSED)
    test(name, async ({ as }) => {
      const reply = await as('manager').call('POST', '/segments', { data: body });
      expect(reply.body).toMatchObject({ status: status ?? 400, field });
      expect(reply.body.detail).toContain(says);
    });

  test('a change that closes a circle, or brings others too deep', async ({ as }) => {
    const patch = (key: string, filter: string) =>
      as('manager').call('PATCH', `/segments/${key}`, { data: { filter } });
    const ring = await patch('ring-a', 'arr > 1 and segment = "ring-c"');
    expect(ring.status).toBe(400);
    expect(ring.body.detail).toContain('made of itself: ring-a → ring-c → ring-b → ring-a');
    const preview = await as('viewer').call('POST', '/segments/preview', {
      data: { key: 'ring-a', filter: 'segment = "ring-c"' },
    });
    expect(preview.body.detail).toContain('made of itself');
    const deeper = await patch('low', 'segment = "deep-7"');
    expect(deeper.status).toBe(400);
    expect(deeper.body.detail).toMatch(/segment (mid|top) would no longer work/);
    expect((await patch('no-such', 'arr > 1')).status).toBe(404);
  });

  test('sorting by it', async ({ as }) => {
    const reply = await as('viewer').get('/portfolio?sort=segment');
    expect(reply.body).toMatchObject({ status: 400, field: 'sort' });
  });

  test('a segment that lost its custom field, by those who name it', async ({ as }) => {
    const api = as('manager');
    await api.must('POST', '/custom-fields', { kind: 'account', name: 'sg_tier', type: 'text' });
    await api.must('POST', '/segments', make('tiered', 'custom.sg_tier = "gold"'));
    await api.must('POST', '/segments', make('over-tiered', 'segment = "tiered"'));
    await api.must('DELETE', '/custom-fields/account/sg_tier');
    expect((await api.must('GET', '/segments/tiered')).problem).toContain('no field "custom.sg_tier"');
    expect((await api.must('GET', '/segments/over-tiered')).problem).toContain(
      'segment tiered does not work',
    );
    const list = await api.get(`/portfolio?filter=${encodeURIComponent('segment = "over-tiered"')}`);
    expect(list.body).toMatchObject({ status: 400, field: 'filter' });
    expect(list.body.detail).toContain('segment over-tiered does not work');
    await api.must('PATCH', '/segments/tiered', { filter: 'owner = "sg-ann"' });
    expect((await api.must('GET', '/segments/over-tiered')).accounts).toBe(1);
    for (const key of ['over-tiered', 'tiered']) await api.must('DELETE', `/segments/${key}`);
  });

  test.afterAll(async ({ people }) => {
    const api = people.api('manager');
    for (const key of [
      'top',
      'mid',
      'low',
      'deep-8',
      'deep-7',
      'deep-6',
      'deep-5',
      'deep-4',
      'ring-c',
      'ring-b',
      'ring-a',
    ])
      await api.must('DELETE', `/segments/${key}`);
  });
});

test('a segment that a saved view names stays, and the view is named', async ({ as }) => {
  const api = as('manager');
  await api.must('POST', '/segments', { key: 'sg-viewed', name: 'Viewed', filter: 'owner = "sg-bob"' });
  const views: [string, object][] = [
    [
      'sg filtered',
      { search: `sort=-arr&filter=${encodeURIComponent('arr > 5 and segment = "sg-viewed"')}` },
    ],
    ['sg chosen', { search: 'segment=sg-viewed' }],
    ['sg plain', { filter: 'segment != "sg-viewed"', columns: ['arr'] }],
  ];
  for (const [name, state] of views) {
    const view = await api.must('POST', '/views', { page: 'portfolio', name, state });
    const kept = await api.delete('/segments/sg-viewed');
    expect(kept.status).toBe(409);
    expect(kept.body.detail).toContain(`view ${name}`);
    expect((await api.must('GET', '/segments/sg-viewed')).used_by).toEqual([
      { kind: 'view', key: name, name },
    ]);
    await api.delete(`/views/${view.id}`);
  }
  // Another name in the address, or a text that is no filter, is no use.
  const state = { search: 'q=sg-viewed&filter=owner%20%3D', note: 'segment = "sg-viewed"' };
  const other = await api.must('POST', '/views', { page: 'portfolio', name: 'sg other', state });
  expect((await api.delete('/segments/sg-viewed')).status).toBe(204);
  await api.delete(`/views/${other.id}`);
});

test('a cell of another matrix is refused, never nobody', async ({ as }) => {
  const admin = as('admin');
  const list = (filter: string, matrix = '') =>
    admin.get(`/portfolio?filter=${encodeURIComponent(filter)}${matrix && `&matrix=${matrix}`}`);
  const wrong = await admin.post('/segments', { key: 'sg-cell', name: 'C', filter: 'cell = "happy"' });
  expect(wrong.status).toBe(400);
  expect((await list('cell = "happy"')).status).toBe(400);
  expect((await list('cell = "happy"', '2x2')).status).toBe(200);
  await admin.must('POST', '/segments', { key: 'sg-cell', name: 'C', filter: 'cell in ("expand", "save")' });
  expect((await list('segment = "sg-cell"')).status).toBe(200);
  const { matrix } = await admin.must('GET', '/settings');
  await admin.must('PATCH', '/settings', { matrix: '2x2' });
  try {
    const refused = await list('segment = "sg-cell"');
    expect(refused.status).toBe(400);
    expect(refused.body.detail).toContain('sg-cell');
    expect((await admin.get(`/matrix?filter=${encodeURIComponent('segment = "sg-cell"')}`)).status).toBe(400);
    expect((await admin.must('GET', '/segments/sg-cell')).problem).toContain('expand');
  } finally {
    await admin.must('PATCH', '/settings', { matrix });
  }
  expect((await list('segment = "sg-cell"')).status).toBe(200);
  await admin.delete('/segments/sg-cell');
});
