// Parents that speak for their families, by a setting; money stays where it is.
import type { Api, Body } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';

const rate = (value: number) =>
  Object.fromEntries(
    [
      'charter_clarity',
      'charter_influence',
      'charter_head',
      'people_skill',
      'people_size',
      'people_record',
      'process_quality',
      'process_knowledge',
      'process_integration',
      'tech_tools',
      'tech_reports',
      'tech_complexity',
    ].map((rating) => [rating, value]),
  );

/** Maturity and ARR in units: the parent 2 and 100, one child 4 and 300, the other 5 and 0. */
const FAMILY = [
  { key: 'fam', maturity: 2, arr: 100 },
  { key: 'fam-a', maturity: 4, arr: 300, parent: 'fam' },
  { key: 'fam-b', maturity: 5, arr: 0, parent: 'fam' },
];

test.beforeAll(async ({ people }) => {
  const api = people.api('manager');
  if ((await api.get('/accounts/fam')).status === 200) return; // this worker has been here
  for (const { key, maturity, arr, parent } of FAMILY) {
    await api.must('POST', '/accounts', { key, name: key, start: '2025-01-01', parent });
    await api.must('POST', '/assessments', {
      account: key,
      day: '2025-12-01',
      known: '2025-12-01',
      basis: 'interview',
      ...rate(maturity),
    });
    await api.must('POST', '/subscriptions', {
      account: key,
      amount_cents: arr * 100,
      currency: 'USD',
      interval_months: 12,
      start: '2025-01-01',
    });
  }
});

const stand = async (admin: Api, hierarchy: string): Promise<Body> => {
  await admin.must('PATCH', '/settings', { hierarchy });
  const list = await admin.must('GET', '/portfolio?q=fam&sort=key');
  const matrix = await admin.must('GET', '/matrix');
  const { family, maturity } = await admin.must('GET', '/accounts/fam/standing');
  return { list, matrix, family, own: maturity.score };
};

test('alone, by ARR, and by count', async ({ as }) => {
  const admin = as('admin');
  const alone = await stand(admin, 'alone');
  expect(alone.list.hierarchy).toBe('alone');
  expect(alone.list.rows.map((row: Body) => row.maturity.toFixed(6))).toEqual([
    '2.000000',
    '4.000000',
    '5.000000',
  ]);
  expect(alone.family).toBeNull();
  expect(alone.matrix).toMatchObject({ hierarchy: 'alone', parents: 0 });

  const byArr = await stand(admin, 'arr');
  expect(byArr.list.rows[0].maturity).toBeCloseTo((2 * 100 + 4 * 300) / 400, 9);
  expect(byArr.list.rows.slice(1).map((row: Body) => row.maturity)).toMatchObject([
    expect.closeTo(4, 9),
    expect.closeTo(5, 9),
  ]);
  expect(byArr.family).toMatchObject({ hierarchy: 'arr', below: 2, maturity: byArr.list.rows[0].maturity });
  expect(byArr.own).toBeCloseTo(2, 9);
  expect(byArr.matrix).toMatchObject({ hierarchy: 'arr', parents: 1 });

  const byCount = await stand(admin, 'count');
  expect(byCount.list.rows[0].maturity).toBeCloseTo((2 + 4 + 5) / 3, 9);

  // Who is counted, and how much, is the same whichever way.
  for (const other of [byArr, byCount]) {
    expect(other.matrix.customers).toBe(alone.matrix.customers);
    expect(other.matrix.arr_cents).toBe(alone.matrix.arr_cents);
    expect(other.list.totals.arr_cents).toBe(alone.list.totals.arr_cents);
  }
  await admin.must('PATCH', '/settings', { hierarchy: 'alone' });
});

test('a day in the past has the scores of that day', async ({ as }) => {
  const admin = as('admin');
  await admin.must('PATCH', '/settings', { hierarchy: 'arr' });
  const before = await admin.must('GET', '/portfolio?q=fam&sort=key&day=2025-11-30');
  expect(before.rows.map((row: Body) => row.maturity)).toEqual([null, null, null]);
  await admin.must('PATCH', '/settings', { hierarchy: 'alone' });
});

test('nobody is their own grandparent', async ({ as }) => {
  const reply = await as('manager').call('PATCH', '/accounts/fam', { data: { parent: 'fam-a' } });
  expect(reply.status).toBe(400);
  expect(reply.body.field).toBe('parent');
});
