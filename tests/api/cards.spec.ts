// The life of a scorecard: draft, compare, publish, retire; several cards of a kind; what is refused.
import type { Api, Body } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';
import { TODAY } from '../support/server.ts';

/** A small card over one metric and one value set by hand. */
const CARD = {
  key: 'small-firms',
  name: 'Small firms',
  kind: 'maturity',
  segment: 'card-small',
  low: 1,
  high: 5,
  decimals: 1,
  min_coverage_pct: 0,
  bands: [
    { id: 'low', label: 'Low', from: 1, to: 2 },
    { id: 'medium', label: 'Medium', from: 2, to: 4 },
    { id: 'high', label: 'High', from: 4, to: 5 },
  ],
  groups: [
    {
      id: 'all',
      label: 'All',
      weight_pct: 100,
      measures: [
        {
          id: 'grip',
          label: 'Grip',
          source: 'value',
          ref: 'card_grip',
          weight_pct: 60,
          scale: [
            { value: 0, score: 1 },
            { value: 10, score: 5 },
          ],
        },
        {
          id: 'tenure',
          label: 'Tenure',
          source: 'metric',
          ref: 'tenure_months',
          weight_pct: 40,
          scale: [
            { value: 0, score: 1 },
            { value: 12, score: 5 },
          ],
          stages: [
            {
              from_months: 24,
              scale: [
                { value: 0, score: 2 },
                { value: 12, score: 3 },
              ],
            },
          ],
        },
      ],
    },
  ],
};

const changed = (change: (card: Body) => void): Body => {
  const card = structuredClone(CARD) as Body;
  change(card);
  return card;
};

const dropDraft = async (api: Api, key: string) => {
  const draft = await api.get(`/cards/${key}/draft`);
  if (draft.status === 200) await api.delete(`/cards/${key}/draft?revision=${draft.body.summary.revision}`);
};

test.beforeAll(async ({ people }) => {
  const api = people.api('manager');
  await api.post('/custom-fields', { kind: 'account', name: 'card_grip', type: 'number' });
  if ((await api.get('/segments/card-small')).status === 404)
    await api.must('POST', '/segments', {
      key: 'card-small',
      name: 'Small',
      filter: 'employees < 50 and key contains "card-"',
    });
  for (const [key, employees] of [
    ['card-a', 10],
    ['card-b', 500],
  ] as const) {
    if ((await api.get(`/accounts/${key}`)).status === 200) continue;
    await api.must('POST', '/accounts', {
      key,
      name: key,
      employees,
      start: '2025-02-01',
      custom: { card_grip: 10 },
    });
    await api.must('POST', '/subscriptions', {
      account: key,
      amount_cents: 500_000,
      currency: 'USD',
      interval_months: 12,
      start: '2025-02-01',
    });
    // Enough to have a health, and so a point in the matrix.
    const opened = '2026-01-10T08:00:00Z';
    const solved = '2026-01-10T12:00:00Z';
    await api.must('POST', '/tickets', {
      account: key,
      opened,
      first_response: solved,
      solved,
      satisfaction: 4,
    });
    await api.must('POST', '/interactions', { account: key, kind: 'call', at: solved, sentiment: 1 });
    await api.must('POST', '/invoices', {
      account: key,
      issued: '2025-12-01',
      due: '2026-01-01',
      paid: '2025-12-10',
      amount_cents: 1,
    });
  }
  await dropDraft(api, CARD.key);
});

test('a draft is made, saved, compared, published, and retired', async ({ as }) => {
  const manager = as('manager');
  const admin = as('admin');
  const made = await manager.must('POST', '/cards', { card: CARD });
  expect(made.summary).toMatchObject({ key: CARD.key, state: 'draft', revision: 1 });
  expect((await manager.post('/cards', { card: CARD })).status).toBe(409);

  const name = 'Small companies';
  const saved = await manager.must('PATCH', `/cards/${CARD.key}/draft`, {
    revision: 1,
    card: { ...made.card, name },
  });
  expect(saved.summary).toMatchObject({ name, revision: 2 });
  expect(await as('viewer').must('GET', `/cards/${CARD.key}/draft`)).toEqual(saved);

  // Nothing counts before it is published; comparing says what would.
  expect((await manager.must('GET', '/accounts/card-a/standing')).maturity.score).toBeNull();
  const { comparison } = await manager.must('POST', `/cards/${CARD.key}/draft/compare`, { revision: 2 });
  expect(comparison.days).toHaveLength(13);
  const today = comparison.days.at(-1);
  expect(today).toMatchObject({ day: TODAY, gained: 1, changed_band: 1, changed: 1, lost: 0 });
  const moved = await manager.must('GET', `/cards/${CARD.key}/draft/accounts`);
  expect(moved.total).toBe(1);
  expect(moved.items[0]).toMatchObject({ key: 'card-a', arr_cents: 500_000, from: { score: null } });
  const points = moved.items[0].parts.reduce((sum: number, part: Body) => sum + part.to_points, 0);
  expect(points).toBeCloseTo(moved.items[0].to.score, 9);

  const publish = `/cards/${CARD.key}/draft/publish`;
  expect((await manager.post(publish, { revision: 2 })).status).toBe(403);
  expect((await admin.post(publish, { revision: 1 })).status).toBe(409);
  const job = await admin.must('POST', publish, { revision: 2, note: 'For small ones' });
  expect(job.kind).toBe('score');

  // Today is right at once, and the score names the card; others keep the default.
  const { maturity } = await manager.must('GET', '/accounts/card-a/standing');
  expect(maturity).toMatchObject({ card: CARD.key, version: made.summary.version, band: 'high' });
  expect(maturity.score).toBeCloseTo(moved.items[0].to.score, 9);
  const other = await manager.must('GET', '/accounts/card-b/standing');
  expect(other.maturity).toMatchObject({ card: 'maturity', score: null });
  const { rows } = await manager.must(
    'GET',
    `/portfolio?filter=${encodeURIComponent('maturity_card = "small-firms"')}`,
  );
  expect(rows.map((row: Body) => [row.key, row.maturity_card])).toEqual([
    ['card-a', `small-firms ${made.summary.version}`],
  ]);
  // Where several cards serve, a point of the matrix names the one that made its score.
  const matrix = await manager.must('GET', '/matrix');
  const all = await manager.must('GET', '/portfolio');
  expect(matrix.points.length).toBeGreaterThan(0);
  for (const point of matrix.points) {
    const row = all.rows.find(({ key }: Body) => key === point.key);
    expect(point).toMatchObject({ health_card: null, maturity_card: row.maturity_card });
  }
  const trend = await manager.must('GET', '/accounts/card-a/trend');
  expect(trend.maturity_card.at(-1)).toBe(`small-firms ${made.summary.version}`);
  expect((await manager.must('GET', '/accounts/card-a/change')).maturity.card).toBe(CARD.key);
  const audit = await admin.must('GET', '/audit?kind=card');
  expect(audit.items.map((entry: Body) => entry.action)).toContain('publish');

  // A segment that a card serves stays, and stays free of scores.
  expect((await manager.delete('/segments/card-small')).status).toBe(409);
  const circular = await manager.patch('/segments/card-small', { filter: 'health > 50' });
  expect(circular.status).toBe(409);
  expect(circular.body.detail).toContain('small-firms');

  expect((await admin.post(`/cards/${CARD.key}/retire`, {})).status).toBe(200);
  expect((await manager.must('GET', '/accounts/card-a/standing')).maturity.card).toBe('maturity');
  expect((await manager.get(`/cards/${CARD.key}`)).status).toBe(404);
  const old = await manager.must('GET', `/cards/${CARD.key}?version=${made.summary.version}`);
  expect(old.name).toBe(name);
});

test('two who edit the same draft notice each other', async ({ as }) => {
  const manager = as('manager');
  await dropDraft(manager, CARD.key);
  const { card, summary } = await manager.must('POST', '/cards', { card: CARD });
  const save = (revision: number, name: string) =>
    manager.patch(`/cards/${CARD.key}/draft`, { revision, card: { ...card, name } });
  expect((await save(summary.revision, 'First')).status).toBe(200);
  const second = await save(summary.revision, 'Second');
  expect(second.status).toBe(409);
  expect(second.body.field).toBe('revision');
  expect((await manager.must('GET', `/cards/${CARD.key}/draft`)).card.name).toBe('First');
  expect((await manager.delete(`/cards/${CARD.key}/draft?revision=${summary.revision}`)).status).toBe(409);
  await dropDraft(manager, CARD.key);
});

test('a new version begins with the published one, and differs by what was changed', async ({ as }) => {
  const manager = as('manager');
  await dropDraft(manager, 'health');
  const { card, summary } = await manager.must('POST', '/cards/health/draft', {});
  const [a, b] = card.groups;
  a.weight_pct += 5;
  b.weight_pct -= 5;
  a.measures[0].scale[1].score += 1;
  await manager.must('PATCH', '/cards/health/draft', { revision: summary.revision, card });
  const diff = await manager.must('GET', '/cards/health/diff');
  const paths = diff.items.map((item: Body) => item.path);
  expect(paths).toEqual([`${a.id} / weight`, `${a.id} / ${a.measures[0].id} / scale`, `${b.id} / weight`]);
  expect(diff.items[0]).toMatchObject({ from: `${a.weight_pct - 5} %`, to: `${a.weight_pct} %` });
  const versions = (await manager.must('GET', '/cards')).items.filter((item: Body) => item.key === 'health');
  expect(versions.map((item: Body) => item.state)).toContain('draft');
  await dropDraft(manager, 'health');
});

test('defaults stay, and the order names every other card once', async ({ as }) => {
  const admin = as('admin');
  for (const key of ['health', 'maturity'])
    expect((await admin.post(`/cards/${key}/retire`, {})).status).toBe(409);
  expect((await admin.post('/cards/order', { kind: 'health', keys: [] })).status).toBe(200);
  const wrong = await admin.post('/cards/order', { kind: 'health', keys: ['health'] });
  expect(wrong.status).toBe(400);
  expect(wrong.body.field).toBe('keys[0]');
  expect(wrong.body.detail).toContain('always comes last');

  // Which key is unknown, twice, or missing is said, and nothing is put in order.
  const base = await admin.must('GET', '/cards/health');
  const published = async (key: string) => {
    const card = { ...base, key, name: key, segment: 'card-small' };
    const { summary } = await admin.must('POST', '/cards', { card });
    await admin.must('POST', `/cards/${key}/draft/publish`, { revision: summary.revision });
  };
  await published('order-a');
  await published('order-b');
  const order = (keys: string[]) => admin.post('/cards/order', { kind: 'health', keys });
  for (const [keys, field, says] of [
    [['order-b', 'order-c'], 'keys[1]', 'no published health card order-c'],
    [['order-b', 'order-a', 'order-b'], 'keys[2]', 'order-b is named twice'],
    [['order-b'], 'keys', 'missing: order-a'],
  ] as const) {
    const { status, body } = await order([...keys]);
    expect(status).toBe(400);
    expect(body.field).toBe(field);
    expect(body.detail).toContain(says);
  }
  expect((await order(['order-b', 'order-a'])).status).toBe(200);
  // Where several cards serve, what is found by its letters names the one that scored it.
  const found = async () => (await admin.must('GET', '/search?q=card-a')).items[0];
  expect(await found()).toMatchObject({ key: 'card-a', health_card: 'order-b 1' });
  expect((await found()).health).not.toBeNull();
  for (const key of ['order-a', 'order-b']) await admin.must('POST', `/cards/${key}/retire`, {});
});

test('prospects are qualified by hand and by maturity', async ({ as }) => {
  const manager = as('manager');
  const prospect = { key: 'card-prospect', name: 'P', lifecycle: 'prospect' };
  if ((await manager.get('/accounts/card-prospect')).status === 404)
    await manager.must('POST', '/accounts', prospect);
  const standing = () => manager.must('GET', '/accounts/card-prospect/standing');
  expect((await standing()).verdict).toBe('unknown');
  const custom = { qualify_budget: 4, qualify_authority: 4, qualify_need: 4, qualify_timing: 3 };
  await manager.must('PATCH', '/accounts/card-prospect', { custom });
  expect(await standing()).toMatchObject({ verdict: 'unknown', qualification: { score: 95 } });
  const rate = (value: number, day: string) => {
    const ratings = {
      charter_clarity: value,
      people_skill: value,
      process_quality: value,
      tech_tools: value,
    };
    return manager.must('POST', '/assessments', {
      account: 'card-prospect',
      day,
      known: day,
      basis: 'interview',
      charter_influence: value,
      process_knowledge: value,
      ...ratings,
    });
  };
  expect((await standing()).verdict_next).toBe('Rate its maturity.');
  await rate(3, '2026-01-10');
  expect(await standing()).toMatchObject({
    verdict: 'qualified',
    verdict_why: '95 of 100, where 70 qualifies, and a maturity of 3.00.',
  });
  await rate(1, '2026-01-20');
  expect((await standing()).verdict).toBe('unqualified');
  const prospects = await as('viewer').must('GET', '/prospects?verdict=unqualified&q=card-prospect');
  expect(prospects.totals.map((total: Body) => total.verdict)).toEqual([
    'qualified',
    'nurture',
    'unqualified',
    'unknown',
  ]);
  expect(prospects.rows[0]).toMatchObject({ key: 'card-prospect', min_maturity: 1.5, maturity: 1 });
  expect(prospects.rows[0].why).toContain('below 1.5');
  expect(prospects.rows[0].parts.map((part: Body) => [part.id, part.field, part.value])).toEqual([
    ['budget', 'qualify_budget', 4],
    ['authority', 'qualify_authority', 4],
    ['need', 'qualify_need', 4],
    ['timing', 'qualify_timing', 3],
  ]);
  const filter = encodeURIComponent('verdict = "unqualified"');
  const { rows } = await manager.must('GET', `/portfolio?filter=${filter}`);
  expect(rows.find((row: Body) => row.key === 'card-prospect')).toMatchObject({
    verdict: 'unqualified',
    qualification: 95,
  });
});

test('a histogram counts every customer once', async ({ as }) => {
  const { edges, counts, known, missing } = await as('viewer').must(
    'GET',
    '/histogram?field=tenure_months&bins=10',
  );
  expect(edges).toHaveLength(11);
  expect(counts.reduce((sum: number, n: number) => sum + n, 0)).toBe(known);
  expect(known + missing).toBeGreaterThan(1);
  for (const field of ['tenure_month', 'industry'])
    expect((await as('viewer').get(`/histogram?field=${field}`)).body.field).toBe('field');
});

const first = (card: Body): Body => card.groups[0].measures[0];
const REFUSED: [string, string, string, Body][] = [
  [
    'weights that do not add up',
    'card.groups[0].measures',
    '90 %, not to 100 %: grip 50, tenure 40',
    changed((c) => (first(c).weight_pct = 50)),
  ],
  [
    'groups that do not add up',
    'card.groups',
    '95 %, not to 100 %: all 95',
    changed((c) => (c.groups[0].weight_pct = 95)),
  ],
  [
    'an unknown metric',
    'card.groups[0].measures[1].ref',
    'tenure_months',
    changed((c) => (c.groups[0].measures[1].ref = 'tenure_month')),
  ],
  [
    'a field that accounts do not have',
    'card.groups[0].measures[0].ref',
    'card_grip',
    changed((c) => (first(c).ref = 'card_gripp')),
  ],
  [
    'a scale that turns',
    'card.groups[0].measures[0].scale[1].score',
    'turn',
    changed((c) => first(c).scale.push({ value: 20, score: 2 })),
  ],
  ['edges out of order', 'card.bands[1].from', 'begin', changed((c) => (c.bands[1].from = 3))],
  ['an unknown segment', 'card.segment', 'no segment', changed((c) => (c.segment = 'nobody'))],
  [
    'another range than the default',
    'card.low',
    'same range',
    changed((c) => {
      c.low = 0;
      c.bands[0].from = 0;
    }),
  ],
  [
    'an edge beyond the next',
    'card.bands[1].to',
    'empty',
    changed((c) => {
      c.bands[0].to = 4.5;
      c.bands[1].from = 4.5;
    }),
  ],
  [
    'values that do not rise, in a scale for a tenure',
    'card.groups[0].measures[1].stages[0].scale[1].value',
    'larger value',
    changed((c) => (c.groups[0].measures[1].stages[0].scale[1].value = 0)),
  ],
  [
    'ids that occur twice',
    'card.groups[0].measures[1].id',
    'grip',
    changed((c) => (c.groups[0].measures[1].id = 'grip')),
  ],
  [
    'numbers beyond bounds',
    'card.groups[0].measures[0].scale[1].value',
    '',
    changed((c) => (first(c).scale[1].value = 1e300)),
  ],
  ['too many groups', 'card.groups', '', changed((c) => (c.groups = Array(17).fill(c.groups[0])))],
  ['no segment beside the default', 'card.segment', 'needs the segment', changed((c) => (c.segment = null))],
];
for (const [what, field, text, card] of REFUSED)
  test(`a card is refused for ${what}`, async ({ as }) => {
    const reply = await as('manager').post('/cards', { card });
    expect(reply.status).toBe(400);
    expect(reply.body.field).toBe(field);
    expect(reply.body.detail).toContain(text);

    // The same when a draft is saved; the key it would have is fixed by then.
    const manager = as('manager');
    await dropDraft(manager, CARD.key);
    const { summary } = await manager.must('POST', '/cards', { card: CARD });
    const saved = await manager.patch(`/cards/${CARD.key}/draft`, { revision: summary.revision, card });
    expect(saved.status).toBe(400);
    expect(saved.body.field).toBe(field);
    await dropDraft(manager, CARD.key);
  });
