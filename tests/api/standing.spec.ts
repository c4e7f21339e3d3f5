// Where an account stands, why, and what changed; the matrix; the cards behind them.
import type { Body } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';
import { TODAY } from '../support/server.ts';

const RATINGS = {
  charter_clarity: 4,
  charter_influence: 3,
  charter_head: 5,
  people_skill: 2,
  people_size: 3,
  people_record: 4,
  process_quality: 2,
  process_knowledge: 3,
  process_integration: 1,
  tech_tools: 5,
  tech_reports: 4,
  tech_complexity: 3,
};

test.beforeAll(async ({ people }) => {
  const api = people.api('manager');
  if ((await api.get('/accounts/stand-1')).status === 200) return; // this worker has been here
  for (const key of ['stand-1', 'stand-unrated'])
    await api.must('POST', '/accounts', { key, name: key, start: '2025-01-01', owner: 'ann', employees: 80 });
  await api.must('POST', '/subscriptions', {
    account: 'stand-1',
    amount_cents: 1_200_000,
    currency: 'USD',
    interval_months: 12,
    start: '2025-01-01',
  });
  for (const [day, count] of [
    ['2025-12-20', 3],
    ['2026-01-10', 5],
    ['2026-01-29', 9],
  ])
    await api.must('POST', '/usage', { account: 'stand-1', event: 'stand-event', user: 'u1', day, count });
  const interaction = {
    account: 'stand-1',
    kind: 'meeting',
    direction: 'two_way',
    at: '2026-01-15T10:00:00Z',
  };
  await api.must('POST', '/interactions', interaction);
  await api.must('POST', '/assessments', {
    account: 'stand-1',
    day: '2025-12-01',
    known: '2025-12-01',
    basis: 'interview',
    ...RATINGS,
  });
  const job = await api.must('POST', '/score', { from: '2025-12-29', to: TODAY, every: 'week' });
  await expect.poll(async () => (await api.must('GET', `/jobs/${job.id}`)).state).toBe('done');
});

/** The sum of what groups and their measures contribute. */
const sum = (items: Body[]): number => items.reduce((total, item) => total + item.points, 0);

test('the facts behind a number are listed as they were known on the day', async ({ as }) => {
  const api = as('viewer');
  const at = (metric: string, day: string) =>
    api.must('GET', `/accounts/stand-1/metrics/${metric}/facts?day=${day}`);
  const talked = await at('days_since_contact', TODAY);
  expect(talked).toMatchObject({ n_facts: 1, from: '2026-01-15', to: TODAY });
  expect(talked.interactions[0].at).toBe('2026-01-15T10:00:00Z');
  const used = await at('usage_events_28d', '2026-01-30');
  expect(used.usage).toEqual([
    expect.objectContaining({ event: 'stand-event', count: 14, days: 2, last: '2026-01-29' }),
  ]);
  const money = await at('arr', '2026-01-30');
  expect(money.subscriptions.map((row: Body) => row.amount_cents)).toEqual([1_200_000]);
  const nothing = await at('csat_90d_pct', '2024-01-01');
  expect(nothing.n_facts).toBe(0);
  expect(nothing.note).not.toBeNull();
  const unknown = await api.get('/accounts/stand-1/metrics/luck/facts');
  expect(unknown.status).toBe(404);
  expect(unknown.body.detail).toContain('luck');
});

test('an account’s scores are what their contributions add up to', async ({ as }) => {
  const standing = await as('viewer').must('GET', '/accounts/stand-1/standing');
  expect(standing).toMatchObject({ day: TODAY, arr_cents: 1_200_000 });
  expect(standing.account.key).toBe('stand-1');
  expect(standing.maturity.score).not.toBeNull();
  for (const score of [standing.health, standing.maturity]) {
    if (score.score === null) continue;
    expect(sum(score.groups)).toBeCloseTo(score.score, 9);
    for (const group of score.groups) expect(sum(group.measures)).toBeCloseTo(group.points, 9);
  }
});

test('an account without ratings says what is missing', async ({ as }) => {
  const { maturity, cell } = await as('viewer').must('GET', '/accounts/stand-unrated/standing');
  expect(maturity.score).toBeNull();
  expect(maturity.missing_reason).not.toBe('');
  expect(cell).toBeNull();
});

test('a change is told apart into parts that add up', async ({ as }) => {
  const change = await as('viewer').must('GET', `/accounts/stand-1/change?from=2026-01-05&to=${TODAY}`);
  expect(change.maturity.from).not.toBeNull();
  expect(change.maturity.to).not.toBeNull();
  for (const { from, to, parts, reweighting } of [change.health, change.maturity]) {
    if (from === null || to === null) continue;
    expect(sum(parts) + (reweighting ?? 0)).toBeCloseTo(to - from, 9);
  }
});

test('a trend has one value a day, an account its metrics', async ({ as }) => {
  const trend = await as('viewer').must('GET', `/accounts/stand-1/trend?from=2026-01-01&to=${TODAY}`);
  expect(trend.days).toEqual(expect.arrayContaining(['2026-01-05', '2026-01-12']));
  for (const column of ['health', 'maturity', 'arr_cents'])
    expect(trend[column]).toHaveLength(trend.days.length);
  const dictionary = await as('viewer').must('GET', '/metrics');
  const { items } = await as('viewer').must('GET', '/accounts/stand-1/metrics');
  const ids = dictionary.items.map((metric: Body) => metric.id);
  expect(ids.length).toBeGreaterThanOrEqual(25);
  expect(ids).toEqual(expect.arrayContaining(items.map((item: Body) => item.id)));
});

for (const key of ['3x3', '2x2'])
  test(`the ${key} matrix places or explains every customer once`, async ({ as }) => {
    const matrix = await as('viewer').must('GET', `/matrix?matrix=${key}`);
    expect(matrix.cells).toHaveLength(key === '3x3' ? 9 : 4);
    const placed = matrix.cells.reduce((total: number, cell: Body) => total + cell.count, 0);
    expect(placed + matrix.unknown.count).toBe(matrix.customers);
    expect(matrix.customers).toBeGreaterThanOrEqual(2);
    for (const cell of matrix.cells) expect(cell.action.length).toBeGreaterThan(3);
  });

// Some are read from a few kept columns, others need whole days: both say the same.
for (const filtered of [
  'key in ("stand-1", "stand-2")',
  'key contains "stand-" and not arr < 1000',
  'maturity >= 1 and key contains "stand-"',
  'lifecycle = "active" and key contains "stand-"',
  'health_band is missing and key contains "stand-"',
])
  test(`the history of the matrix says what the matrix said on each day, of ${filtered}`, async ({ as }) => {
    const filter = encodeURIComponent(filtered);
    const history = await as('viewer').must('GET', `/matrix/history?filter=${filter}`);
    expect(history.days.map(({ day }: Body) => day)).toEqual(
      expect.arrayContaining(['2026-01-05', '2026-01-12', TODAY]),
    );
    for (const shown of history.days.slice(-3)) {
      const matrix = await as('viewer').must('GET', `/matrix?day=${shown.day}&filter=${filter}`);
      const counts = Object.fromEntries(
        history.cells.map((id: string, at: number) => [id, [shown.counts[at], shown.arr_cents[at]]]),
      );
      expect(counts).toEqual(
        Object.fromEntries(matrix.cells.map((cell: Body) => [cell.id, [cell.count, cell.arr_cents]])),
      );
      expect(shown.unknown_count).toBe(matrix.unknown.count);
      expect(shown.unknown_arr_cents).toBe(matrix.unknown.arr_cents);
    }
    const part = await as('viewer').must('GET', '/matrix/history?from=2026-01-06&to=2026-01-12');
    expect(part.days.map(({ day }: Body) => day)).toEqual(['2026-01-12']);
  });

for (const query of ['from=2026-01-20&to=2026-01-01', 'to=2099-01-01', 'matrix=9x9', 'filter=helth<1'])
  test(`the history of the matrix refuses ${query}`, async ({ as }) => {
    const reply = await as('viewer').get(`/matrix/history?${query}`);
    expect(reply.status).toBe(400);
    expect(reply.body.field).toBe(query.split('=')[0]);
  });

test('cards weigh a hundred per cent, and the ratings are those of the form', async ({ as }) => {
  const { items } = await as('viewer').must('GET', '/cards');
  expect(items.map((card: Body) => card.kind)).toEqual(expect.arrayContaining(['health', 'maturity']));
  for (const { key, version } of items) {
    const card = await as('viewer').must('GET', `/cards/${key}?version=${version}`);
    const weights = card.groups.reduce((total: number, group: Body) => total + group.weight_pct, 0);
    expect(weights).toBeCloseTo(100, 6);
  }
  const { groups } = await as('viewer').must('GET', '/ratings');
  const ids = groups.flatMap((group: Body) => group.ratings.map((rating: Body) => rating.id));
  expect(ids.sort()).toEqual(Object.keys(RATINGS).sort());
});

test('the status says what is there', async ({ as }) => {
  const status = await as('viewer').must('GET', '/status');
  expect(status.today).toBe(TODAY);
  expect(status.accounts).toBeGreaterThanOrEqual(2);
});

for (const path of ['standing', 'change', 'trend', 'metrics'])
  test(`${path} of an account that is not there is not found`, async ({ as }) => {
    expect((await as('viewer').get(`/accounts/no-such-account/${path}`)).status).toBe(404);
  });

for (const query of [
  'matrix?day=2026-02-30',
  'matrix?day=2099-01-01',
  'matrix?matrix=5x5',
  'accounts/stand-1/standing?day=tomorrow',
])
  test(`${query} is refused`, async ({ as }) => {
    expect((await as('viewer').get(`/${query}`)).status).toBe(400);
  });
