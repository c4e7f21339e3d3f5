// Metrics that people define: from the preview over their life in lists, filters and segments to deletion.
import { expect, test } from '../support/fixtures.ts';
import { NOW } from '../support/server.ts';

const URGENT = {
  id: 'own_urgent_90d',
  label: 'Urgent tickets',
  function: 'count',
  fact: 'ticket',
  filter: 'priority = "urgent"',
  window_days: 90,
  direction: 'less',
};

const daysAgo = (n: number) => new Date(Date.parse(NOW) - n * 86400000).toISOString();

test.beforeAll(async ({ people }) => {
  const api = people.api('manager');
  for (const [key, urgent] of Object.entries({ 'own-none': 0, 'own-one': 1, 'own-three': 3 })) {
    await api.must('POST', '/accounts', { key, name: `Own ${key}`, start: '2024-01-01' });
    for (let n = 0; n < urgent; n++)
      await api.must('POST', '/tickets', { account: key, opened: daysAgo(5 + n), priority: 'urgent' });
    await api.must('POST', '/tickets', { account: key, opened: daysAgo(9), priority: 'low' });
  }
  await api.must('POST', '/usage', {
    account: 'own-one',
    event: 'own-export',
    day: daysAgo(3).slice(0, 10),
    count: 4,
  });
});

test('a preview computes ten accounts and saves nothing', async ({ as }) => {
  const reply = await as('viewer').post('/own-metrics/preview', URGENT);
  expect(reply.status).toBe(200);
  expect(reply.body.unit).toBe('tickets');
  expect(reply.body.formula).toContain('Number of tickets with priority = "urgent", in the last 90 days');
  expect(reply.body.items.length).toBeLessThanOrEqual(10);
  expect(reply.body.highest).toBe(3);
  expect(reply.body.lowest).toBe(0);
  const values = reply.body.items.map((item: { value: number }) => item.value);
  expect(values).toEqual([...values].sort((a, b) => a - b));
  expect((await as('viewer').get(`/own-metrics/${URGENT.id}`)).status).toBe(404);
});

test('a metric lives in the dictionary, lists, filters, accounts and segments', async ({ as }) => {
  const manager = as('manager');
  const created = await manager.post('/own-metrics', URGENT);
  expect(created.status).toBe(201);
  expect(created.body.definition).toMatchObject({ ...URGENT, version: 1 });
  expect(created.body.used_by).toEqual([]);
  expect((await manager.post('/own-metrics', URGENT)).status).toBe(409);
  expect((await manager.get('/own-metrics')).body.items).toContainEqual(created.body);

  const { items } = await as('viewer').must('GET', '/metrics');
  expect(items).toContainEqual(
    expect.objectContaining({
      id: URGENT.id,
      group: 'own',
      unit: 'tickets',
      window: '90 d',
      facts: ['ticket'],
    }),
  );
  const filter = encodeURIComponent(`key in ("own-none", "own-one", "own-three") and ${URGENT.id} >= 1`);
  const list = await as('viewer').must(
    'GET',
    `/portfolio?filter=${filter}&sort=-${URGENT.id}&columns=${URGENT.id}`,
  );
  expect(list.rows.map((row: { key: string; values: number[] }) => [row.key, ...row.values])).toEqual([
    ['own-three', 3],
    ['own-one', 1],
  ]);
  const one = await as('viewer').must('GET', '/accounts/own-three/metrics');
  expect(one.items).toContainEqual({ id: URGENT.id, value: 3 });

  // A new fact counts at once.
  await manager.must('POST', '/tickets', { account: 'own-none', opened: daysAgo(1), priority: 'urgent' });
  const after = await as('viewer').must('GET', `/portfolio?filter=${filter}`);
  expect(after.rows).toHaveLength(3);

  // What is used stays.
  await manager.must('POST', '/segments', {
    key: 'own-urgent',
    name: 'Urgent',
    filter: `${URGENT.id} >= 3`,
  });
  const used = await manager.delete(`/own-metrics/${URGENT.id}`);
  expect(used.status).toBe(409);
  expect(used.body.detail).toContain('segment own-urgent');
  expect((await manager.get(`/own-metrics/${URGENT.id}`)).body.used_by).toEqual([
    { kind: 'segment', key: 'own-urgent', name: 'Urgent', state: null },
  ]);
  const state = { search: `columns=arr&sort=-${URGENT.id}` };
  const view = await manager.must('POST', '/views', { page: 'portfolio', name: 'own view', state });
  expect((await manager.delete(`/own-metrics/${URGENT.id}`)).body.detail).toContain('view own view');
  await manager.delete(`/views/${view.id}`);

  // Another window is another number; another name is not.
  const path = `/own-metrics/${URGENT.id}`;
  expect((await manager.patch(path, { label: 'Urgent ones' })).body.definition.version).toBe(1);
  const changed = await manager.patch(path, { window_days: 1 });
  expect(changed.body.definition).toMatchObject({ label: 'Urgent ones', window_days: 1, version: 2 });
  expect(changed.body.window).toBe('1 d');
  const short = await as('viewer').must('GET', `/portfolio?filter=${filter}`);
  expect(short.rows.map((row: { key: string }) => row.key)).not.toContain('own-three');
  const moved = await manager.patch(path, { id: 'other' });
  expect(moved.status).toBe(400);
  expect(moved.body.field).toBe('id');

  expect((await manager.delete('/segments/own-urgent')).status).toBe(204);
  expect((await manager.delete(path)).status).toBe(204);
  expect((await manager.delete(path)).status).toBe(404);
  expect((await as('viewer').get(`/portfolio?filter=${filter}`)).status).toBe(400);
});

test('the editor learns over what metrics can be defined', async ({ as }) => {
  const { items, events } = await as('viewer').must('GET', '/own-metric-facts');
  expect(events).toContain('own-export');
  const ticket = items.find((kind: { fact: string }) => kind.fact === 'ticket');
  expect(ticket.happened).toBe('opened');
  expect(ticket.fields).toContainEqual(
    expect.objectContaining({
      name: 'priority',
      type: 'choice',
      values: ['low', 'normal', 'high', 'urgent'],
    }),
  );
  expect(items.map((kind: { fact: string }) => kind.fact)).not.toContain('account');
  expect(items[0].fields.map((field: { name: string }) => field.name)).toContain('event');
});

test('a metric over usage counts an event', async ({ as }) => {
  const usage = { ...URGENT, fact: 'usage', filter: 'event = "own-export"', window_days: 28 };
  const reply = await as('viewer').must('POST', '/own-metrics/preview', usage);
  expect(reply.highest).toBe(4);
});

const REFUSED: { data: Record<string, unknown>; field: string; part: string; status?: number }[] = [
  {
    data: { filter: 'event = "own-exprot"', fact: 'usage' },
    field: 'filter',
    part: 'did you mean "own-export"',
  },
  { data: { filter: 'priorty = "urgent"' }, field: 'filter', part: 'priority' },
  { data: { filter: `${'('.repeat(40)}priority = "low"${')'.repeat(40)}` }, field: 'filter', part: 'deep' },
  { data: { filter: 'x'.repeat(5000) }, field: 'filter', part: '4096' },
  { data: { fact: 'tickets' }, field: 'fact', part: 'did you mean "ticket"' },
  { data: { function: 'mode' }, field: 'function', part: 'count' },
  { data: { function: 'sum', field: 'priority' }, field: 'field', part: 'no number' },
  { data: { window_days: 0 }, field: 'window_days', part: '1' },
  { data: { id: 'Urgent' }, field: 'id', part: 'lower-case' },
  { data: { id: 'arr' }, field: 'id', part: 'taken', status: 409 },
  { data: { id: 'name' }, field: 'id', part: 'taken', status: 409 },
  { data: { direction: 'up' }, field: 'direction', part: 'more' },
  { data: { colour: 'red' }, field: 'colour', part: 'not a field' },
];
for (const { data, field, part, status } of REFUSED)
  test(`${JSON.stringify(data).slice(0, 60)} is refused`, async ({ as }) => {
    const reply = await as('manager').post('/own-metrics', { ...URGENT, id: 'own_refused', ...data });
    expect(reply.status).toBe(status ?? 400);
    expect(reply.body.field).toBe(field);
    expect(reply.body.detail).toContain(part);
  });
