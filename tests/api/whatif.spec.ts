// What if: the matrix and the list of accounts under cards that nobody has published.
import { expect, test } from '../support/fixtures.ts';

const KEYS = ['wi-1', 'wi-2', 'wi-3'];
const RATINGS = [2, 3, 4];
const ours = 'name contains "whatif"';

test.beforeAll(async ({ people }) => {
  const api = people.api('manager');
  for (const [i, key] of KEYS.entries()) {
    await api.must('POST', '/accounts', { key, name: `Whatif ${key}`, start: '2025-01-01' });
    await api.must('POST', '/subscriptions', {
      account: key,
      amount_cents: 10000 * (i + 1),
      currency: 'USD',
      interval_months: 1,
      start: '2025-01-01',
    });
    await api.must('POST', '/assessments', {
      account: key,
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
        ].map((rating) => [rating, RATINGS[i]]),
      ),
    });
  }
});

test('the cards in force change nothing', async ({ as }) => {
  const viewer = as('viewer');
  const cards = [await viewer.must('GET', '/cards/health'), await viewer.must('GET', '/cards/maturity')];
  const whatif = await viewer.must('POST', '/what-if', { filter: ours, cards });
  expect(whatif).toMatchObject({ moved_count: 0, changed_count: 0, moves: [], movers: [] });
  expect(whatif.x.after).toEqual(whatif.x.before);
  expect(whatif.matrix).toEqual(await viewer.must('GET', `/matrix?filter=${encodeURIComponent(ours)}`));
});

test('a moved edge says who changes band, and nothing is stored', async ({ as }) => {
  const viewer = as('viewer');
  const card = await viewer.must('GET', '/cards/maturity');
  card.bands[1].to = card.bands[2].from = 2.9;
  const whatif = await viewer.must('POST', '/what-if', { filter: ours, cards: [card], points: 0 });
  expect(whatif.x).toMatchObject({ up_count: 1, up_arr_cents: 240_000, down_count: 0 });
  expect(whatif.matrix.x.bands[2].from).toBe(2.9);
  expect(whatif.matrix.points).toEqual([]);
  expect((await viewer.must('GET', '/cards/maturity')).bands[2].from).toBeCloseTo(3.667, 3);
});

test('the list shows each account before and after', async ({ as }) => {
  const viewer = as('viewer');
  const card = await viewer.must('GET', '/cards/maturity');
  card.bands[1].to = card.bands[2].from = 2.9;
  const query = { filter: `${ours} and maturity_band = "high"`, sort: 'key' };
  const before = await viewer.must('GET', `/portfolio?filter=${encodeURIComponent(query.filter)}&sort=key`);
  expect(before.rows.map(({ key }: { key: string }) => key)).toEqual(['wi-3']);
  const after = await viewer.must('POST', '/what-if/portfolio', { query, cards: [card] });
  expect(after.rows.map(({ key }: { key: string }) => key)).toEqual(['wi-2', 'wi-3']);
  expect(after.before).toBe(after.day);
  for (const row of after.rows) expect(row.health_before).toBe(row.health);
});

test('a card that could not be published is refused with its place', async ({ as }) => {
  const viewer = as('viewer');
  const card = () => viewer.must('GET', '/cards/health');
  const refused = async (cards: unknown, field: string, words: RegExp) => {
    const reply = await viewer.post('/what-if', { cards });
    expect(reply.status).toBe(400);
    expect(reply.body.field).toBe(field);
    expect(reply.body.detail).toMatch(words);
  };
  const heavy = await card();
  heavy.groups[0].weight_pct += 3;
  await refused([heavy], 'cards[0].groups', /groups of card health add up to 103 %/);
  const uneven = await card();
  uneven.groups[2].measures[0].weight_pct += 1;
  await refused(
    [await viewer.must('GET', '/cards/maturity'), uneven],
    'cards[1].groups[2].measures',
    /101 %/,
  );
  const turning = await card();
  turning.groups[0].measures[0].scale = [
    { value: 0, score: 0 },
    { value: 1, score: 50 },
    { value: 2, score: 10 },
  ];
  await refused([turning], 'cards[0].groups[0].measures[0].scale[1].score', /turn/);
  const edges = await card();
  edges.bands[1].to = edges.bands[2].from = 10;
  await refused([edges], 'cards[0].bands[1].to', /empty/);
  await refused([await card(), await card()], 'cards[1].key', /twice/);
  await refused([], 'cards', /at least|from 1/);
  await refused([{ key: 'health' }], 'cards[0].name', /required|must be/);
});
