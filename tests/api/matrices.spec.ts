// The matrices that there are, made, tried, changed and deleted; who moved, and what became of them.
import type { Api, Body } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';
import { TODAY } from '../support/server.ts';

const FROM = '2025-06-30';

test.beforeAll(async ({ people }) => {
  const api = people.api('manager');
  if ((await api.get('/accounts/matrix-a')).status === 200) return; // this worker has been here
  for (const [key, end] of [
    ['matrix-a', undefined],
    ['matrix-b', '2025-11-01'],
  ]) {
    await api.must('POST', '/accounts', { key, name: key, start: '2025-01-01', industry: 'Matrix' });
    await api.must('POST', '/subscriptions', {
      account: key,
      amount_cents: 100_000,
      currency: 'USD',
      interval_months: 1,
      start: '2025-01-01',
      ended: end,
    });
  }
});

/** The 3×3 under another key and name, to be changed. */
async function copyOf(api: Api, key: string): Promise<Body> {
  return { ...(await api.must('GET', '/matrices/3x3')), key, name: key };
}

test('two matrices come with Ripen, and the settings name one of them', async ({ as }) => {
  const { items } = await as('viewer').must('GET', '/matrices');
  expect(items.map((item: Body) => item.key)).toEqual(expect.arrayContaining(['3x3', '2x2']));
  const settings = await as('viewer').must('GET', '/settings');
  expect(items.filter((item: Body) => item.is_default).map((item: Body) => item.key)).toEqual([
    settings.matrix,
  ]);
});

test('the settings name only a matrix that is there', async ({ as }) => {
  const reply = await as('admin').call('PATCH', '/settings', { data: { matrix: '7x7' } });
  expect(reply.status).toBe(400);
  expect(reply.body).toMatchObject({ field: 'matrix', detail: expect.stringContaining('3x3, 2x2') });
});

test('a matrix is copied, changed, shown, and deleted', async ({ as }) => {
  const admin = as('admin');
  const mine = await copyOf(admin, 'mine');
  expect(await admin.must('POST', '/matrices', mine)).toMatchObject({ key: 'mine' });
  expect((await admin.call('POST', '/matrices', { data: mine })).status).toBe(409);

  const { key, ...rest } = mine;
  const halved = {
    ...rest,
    y: { card: 'health', bands: 2, edges: [60], labels: ['Poor', 'Good'] },
    cells: mine.cells.filter((cell: Body) => cell.y !== 'medium'),
    ltv_threshold_cents: 5_000_000,
  };
  await admin.must('PUT', '/matrices/mine', halved);
  const shown = await as('viewer').must('GET', '/matrix?matrix=mine');
  expect(shown.cells).toHaveLength(6);
  expect(shown.y.bands.map((band: Body) => [band.label, band.from])).toEqual([
    ['Poor', 0],
    ['Good', 60],
  ]);
  expect(shown.ltv_threshold_cents).toBe(5_000_000);
  expect(shown.is_ltv_median).toBe(false);
  const rows = await as('viewer').must('GET', `/portfolio?matrix=mine&filter=cell = "unknown"`);
  expect(rows.total).toBe(shown.unknown.count);

  await admin.must('DELETE', '/matrices/mine');
  expect((await admin.get('/matrices/mine')).status).toBe(404);
  const { items } = await admin.must('GET', '/audit?kind=matrix&key=mine');
  expect(items.map((entry: Body) => entry.action)).toEqual(['delete', 'update', 'create']);
});

test('one that came with Ripen is restored, whatever became of it', async ({ as }) => {
  const admin = as('admin');
  const before = await admin.must('GET', '/matrices/2x2');
  const { key, ...rest } = before;
  await admin.must('PUT', '/matrices/2x2', { ...rest, name: 'Four fields' });
  expect(await admin.must('GET', '/matrices/2x2')).toMatchObject({ name: 'Four fields' });
  expect(await admin.must('POST', '/matrices/2x2/restore')).toEqual(before);
  await admin.must('DELETE', '/matrices/2x2');
  expect((await admin.get('/matrix?matrix=2x2')).status).toBe(400);
  expect(await admin.must('POST', '/matrices/2x2/restore')).toEqual(before);
  expect((await admin.call('POST', '/matrices/mine/restore')).status).toBe(404);
});

test('the matrix that the settings name is not deleted', async ({ as }) => {
  const { matrix } = await as('admin').must('GET', '/settings');
  const reply = await as('admin').call('DELETE', `/matrices/${matrix}`);
  expect(reply.status).toBe(409);
  expect(reply.body.detail).toContain('settings');
});

test('a matrix of a segment is about its accounts only', async ({ as }) => {
  const admin = as('admin');
  await admin.must('POST', '/segments', { key: 'matrix-seg', name: 'Seg', filter: 'industry = "Matrix"' });
  await admin.must('POST', '/matrices', { ...(await copyOf(admin, 'limited')), segment: 'matrix-seg' });
  const limited = await admin.must('GET', '/matrix?matrix=limited');
  expect(limited.customers).toBe(1);
  const outside = await admin.must('GET', '/portfolio?matrix=limited&filter=cell = "outside"');
  const all = await admin.must('GET', '/matrix');
  expect(outside.total).toBe(all.customers - 1);
  const used = await admin.call('DELETE', '/segments/matrix-seg');
  expect(used.status).toBe(409);
  await admin.must('DELETE', '/matrices/limited');
  await admin.must('DELETE', '/segments/matrix-seg');
});

const REFUSED: { change: (matrix: Body) => Body; field: string; says: string }[] = [
  { change: (m) => ({ ...m, key: 'Not good' }), field: 'key', says: 'small letters' },
  { change: (m) => ({ ...m, y: { ...m.y, card: 'helth' } }), field: 'y.card', says: 'no published card' },
  { change: (m) => ({ ...m, x: { ...m.x, card: 'health' } }), field: 'x.card', says: 'two different' },
  { change: (m) => ({ ...m, x: { ...m.x, edges: [2, 7] } }), field: 'x.edges[1]', says: 'between 1 and 5' },
  { change: (m) => ({ ...m, x: { ...m.x, edges: [3, 2] } }), field: 'x.edges[1]', says: 'rise' },
  { change: (m) => ({ ...m, cells: m.cells.slice(1) }), field: 'cells', says: 'must be 9' },
  {
    change: (m) => ({ ...m, cells: [m.cells[1], ...m.cells.slice(1)] }),
    field: 'cells[1].id',
    says: 'cells[0], too',
  },
  { change: (m) => ({ ...m, segment: 'no-such' }), field: 'segment', says: 'no segment "no-such"' },
  {
    change: (m) => ({ ...m, gross_margin_threshold_pct: 200 }),
    field: 'gross_margin_threshold_pct',
    says: 'from 0 to 100',
  },
];
for (const { change, field, says } of REFUSED)
  test(`refused at ${field}: ${says}`, async ({ as }) => {
    const data = change(await copyOf(as('admin'), 'refused'));
    const saved = await as('admin').call('POST', '/matrices', { data });
    expect(saved.status).toBe(400);
    expect(saved.body).toMatchObject({ field, detail: expect.stringContaining(says) });
    const tried = await as('viewer').call('POST', '/matrices/preview', { data: { definition: data } });
    expect(tried.status).toBe(400);
    expect(tried.body).toMatchObject({ field: `definition.${field}` });
  });

test('a matrix is tried before it is saved', async ({ as }) => {
  const definition = await copyOf(as('viewer'), 'tried');
  const tried = await as('viewer').must('POST', '/matrices/preview', { definition });
  const { matrix, name, ...shown } = await as('viewer').must('GET', '/matrix?matrix=3x3');
  expect(tried).toMatchObject({ ...shown, matrix: 'tried' });
  expect((await as('viewer').get('/matrices/tried')).status).toBe(404);
});

const MINE = 'filter=industry = "Matrix"';

test('the flow between two days adds up, and leads to the accounts', async ({ as }) => {
  const flow = await as('viewer').must('GET', `/matrix/flow?from=${FROM}&to=${TODAY}&${MINE}`);
  const then = await as('viewer').must('GET', `/matrix?day=${FROM}&${MINE}`);
  expect(flow.count_before).toBe(then.customers);
  expect(flow.count_before).toBe(2);
  expect(flow.count_after).toBe(1);
  const total = flow.links.reduce((sum: number, link: Body) => sum + link.count, 0);
  expect(total).toBe(2);
  const left = flow.links.find((link: Body) => link.to === 'left');
  expect(left).toMatchObject({ count: 1, arr_from_cents: 1_200_000, arr_to_cents: 0 });
  const accounts = await as('viewer').must(
    'GET',
    `/matrix/flow/accounts?from=${FROM}&to=${TODAY}&was=${left.from}&is=left&${MINE}`,
  );
  expect(accounts).toMatchObject({ total: 1, items: [{ key: 'matrix-b', is: 'Left' }] });
  expect((await as('viewer').get(`/matrix/flow/accounts?from=${FROM}&was=left`)).status).toBe(400);
  expect((await as('viewer').get(`/matrix/flow?from=${TODAY}&to=${FROM}`)).status).toBe(400);
});

test('the fate of a year says who stayed, and how sure that is', async ({ as }) => {
  const fate = await as('viewer').must('GET', `/matrix/fate?from=${FROM}&to=${TODAY}&${MINE}`);
  expect(fate.cells).toHaveLength(10);
  expect(fate.all).toMatchObject({ accounts: 2, churned: { count: 1, pct: 50 } });
  expect(fate.all.churned.low_pct).toBeCloseTo(9.45, 1); // Wilson, 1 of 2
  expect(fate.tests.map((test_: Body) => test_.verdict)).toEqual(['too_few', 'too_few']);
});
