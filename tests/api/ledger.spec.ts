// Every change of band or cell: of the portfolio and of one account, with its reasons.
import type { Body } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';
import { TODAY } from '../support/server.ts';

const RATINGS = {
  charter_clarity: 2,
  charter_influence: 2,
  charter_head: 2,
  people_skill: 2,
  people_size: 2,
  people_record: 2,
  process_quality: 2,
  process_knowledge: 2,
  process_integration: 2,
  tech_tools: 2,
  tech_reports: 2,
  tech_complexity: 2,
};

test.beforeAll(async ({ people }) => {
  const api = people.api('manager');
  if ((await api.get('/accounts/ledger-1')).status === 200) return; // this worker has been here
  await api.must('POST', '/accounts', {
    key: 'ledger-1',
    name: 'Ledger One',
    start: '2025-06-01',
    owner: 'lea',
  });
  await api.must('POST', '/subscriptions', {
    account: 'ledger-1',
    amount_cents: 2_400_000,
    currency: 'USD',
    interval_months: 12,
    start: '2025-06-01',
  });
  const rate = (day: string, ratings: object) =>
    api.must('POST', '/assessments', {
      account: 'ledger-1',
      day,
      known: day,
      basis: 'interview',
      ...ratings,
    });
  await rate('2025-12-02', RATINGS);
  await rate('2026-01-07', { ...RATINGS, charter_clarity: 5, charter_influence: 5, charter_head: 5 });
  const job = await api.must('POST', '/score', { from: '2025-11-24', to: TODAY, every: 'week' });
  await expect.poll(async () => (await api.must('GET', `/jobs/${job.id}`)).state).toBe('done');
});

test('an account has a ledger with reasons that add up', async ({ as }) => {
  const ledger = await as('viewer').must('GET', '/accounts/ledger-1/ledger');
  const rated = ledger.entries.find((entry: Body) => entry.day === '2026-01-12');
  expect(rated).toMatchObject({ after: '2026-01-05', direction: 'up', arr_cents: 2_400_000 });
  expect(rated.from.maturity_band).toBe('low');
  expect(rated.to.maturity_band).toBe('medium');
  const causes = rated.because.filter(({ score }: Body) => score === 'maturity');
  expect(causes.map(({ kind }: Body) => kind)).toEqual(['rating', 'rating', 'rating']);
  expect(causes[0]).toMatchObject({ from: 2, to: 5, note: 'Rated on 2026-01-07.' });
  const sum = causes.reduce((total: number, { points }: Body) => total + points, 0);
  expect(sum).toBeCloseTo(rated.to.maturity - rated.from.maturity, 9);
  const first = ledger.entries.find((entry: Body) => entry.day === '2025-12-08');
  expect(first.because[0]).toMatchObject({ kind: 'known', score: 'maturity', from: 0, to: 100 });
});

test('the portfolio’s ledger is chosen, counted and paged', async ({ as }) => {
  const api = as('viewer');
  const mine = `filter=${encodeURIComponent('owner = "lea"')}&from=2025-11-24`;
  const all = await api.must('GET', `/ledger?${mine}`);
  expect(all.total).toBe(all.entries.length);
  expect(all.entries.every(({ key }: Body) => key === 'ledger-1')).toBe(true);
  const up = await api.must('GET', `/ledger?${mine}&direction=up&changed=maturity&to_maturity=medium`);
  expect(up.entries.map(({ day }: Body) => day)).toEqual(['2026-01-12']);
  const one = await api.must('GET', `/ledger?${mine}&limit=1`);
  const two = await api.must('GET', `/ledger?${mine}&limit=1&after=${encodeURIComponent(one.next)}`);
  expect(two.entries[0].day).toBe(all.entries[1].day);
  expect(two.total).toBeNull();
});

test('the ledger can be taken away as a file', async ({ as }) => {
  const file = await as('viewer').get(
    `/ledger.csv?filter=${encodeURIComponent('owner = "lea"')}&from=2025-11-24`,
  );
  expect(file.status).toBe(200);
  expect(file.body).toContain('2026-01-12,2026-01-05,ledger-1,Ledger One,lea,up,24000');
});

for (const wrong of [
  'ledger?to_cell=nowhere',
  'ledger?from=2099-01-01',
  'ledger?filter=luck',
  'ledger?after=x',
])
  test(`${wrong} is refused`, async ({ as }) => {
    const reply = await as('viewer').get(`/${wrong}`);
    expect(reply.status).toBe(400);
    expect(reply.body.field).toBe(wrong.slice(7).split('=')[0]);
  });
