// Numbers in events: a metric asks for their sum, and has it for the past as well as for what comes.
import type { Api, Body } from '../support/api.ts';
import { test as base, expect } from '../support/fixtures.ts';
import { NOW, ripen, type Server, withServer } from '../support/server.ts';

/** A preview shows ten accounts: here there are none but those of these tests. */
const test = base.extend<object, { server: Server }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures this one needs
  server: [async ({}, use) => withServer(use), { scope: 'worker' }],
});

// Each goes on with what the one before sent.
test.describe.configure({ mode: 'serial' });

const DAY = NOW.slice(0, 10);
const EVENT = 'ES "Report" exported';
const FILTER = 'event = "ES \\"Report\\" exported"';

async function send(server: Server, writeKey: string, batch: object[]): Promise<void> {
  const reply = await fetch(`${server.url}/v1/batch`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}` },
    body: `{"batch":[${batch.map(raw).join(',')}]}`,
  });
  expect(reply.status).toBe(200);
}

/** As JSON, but a number that is given as {raw} stands there as it is written. */
const raw = (event: object) => JSON.stringify(event).replace(/\{"raw":"([^"]*)"\}/g, '$1');

let sent = 0;
const exported = (account: string, amount: unknown, day = DAY) => ({
  type: 'track',
  messageId: `es-${++sent}`,
  userId: `${account}-u`,
  event: EVENT,
  context: { groupId: account },
  properties: { amount, order: { total: amount } },
  timestamp: `${day}T00:00:01Z`,
});

const counts = (api: Api, account: string) =>
  api.must('GET', `/accounts/${account}/usage?from=${DAY}&to=${DAY}`);

async function counted(api: Api, account: string, times: number): Promise<void> {
  await expect
    .poll(async () => (await counts(api, account)).events[0]?.counts[0], { timeout: 20_000 })
    .toBe(times);
}

const definition = (id: string, more: object = {}) => ({
  id,
  label: id,
  function: 'sum',
  fact: 'usage',
  field: 'properties.amount',
  filter: FILTER,
  window_days: 28,
  direction: 'more',
  ...more,
});

/** The value of each account, by its key. */
async function values(api: Api, metric: object): Promise<Record<string, number | null>> {
  const reply = await api.must('POST', '/own-metrics/preview', metric);
  return Object.fromEntries(reply.items.map((item: Body) => [item.account, item.value]));
}

async function whole(api: Api, id: string): Promise<void> {
  await expect
    .poll(async () => (await api.must('GET', `/own-metrics/${id}`)).note, { timeout: 20_000 })
    .toBeNull();
}

test('a metric adds up numbers of events, from before it was defined and from after', async ({
  as,
  server,
}) => {
  const api = as('manager');
  for (const key of ['es-one', 'es-two'])
    await api.must('POST', '/accounts', { key, name: key, start: '2024-01-01' });
  const source = await api.must('POST', '/sources', { name: 'ES', kind: 'server' });
  const twice = exported('es-one', 10);
  await send(server, source.write_key, [
    twice,
    twice,
    exported('es-one', '2.25'),
    exported('es-one', { raw: '-1e-1' }),
    // None of these is a number.
    exported('es-one', { raw: '1e999' }),
    exported('es-one', '1,000'),
    exported('es-one', 'NaN'),
    exported('es-one', true),
    exported('es-one', null),
    exported('es-one', [5]),
    exported('es-one', { value: 5 }),
    exported('es-two', 'many'),
  ]);
  await counted(api, 'es-one', 10);

  const metric = definition('es_amount_28d', { unit: 'euros' });
  const before = await api.must('POST', '/own-metrics/preview', metric);
  expect(before.note).toMatch(/begins to add it up/);
  expect(before.known).toBe(0);
  const created = await api.post('/own-metrics', metric);
  expect(created.status).toBe(201);
  expect(created.body.note).toMatch(/A job is adding up/);
  await whole(api, metric.id);
  const jobs = await api.must('GET', '/jobs?kind=usage_sums');
  expect(jobs.items[0]).toMatchObject({ state: 'done', result: { sums: 1, numbers: 3 } });
  const past = await api.must('POST', '/own-metrics/preview', metric);
  expect(past.note).toBeNull();
  expect(past.unit).toBe('euros');
  expect(past.highest).toBe(12.15);
  // Its event happened, and never with a number.
  expect(await values(api, metric)).toMatchObject({ 'es-one': 12.15, 'es-two': null });

  await send(server, source.write_key, [
    exported('es-one', 0.85),
    exported('es-two', { raw: '4E+0' }),
    twice,
  ]);
  await counted(api, 'es-one', 11);
  await expect
    .poll(() => values(api, metric), { timeout: 20_000 })
    .toMatchObject({ 'es-one': 13, 'es-two': 4 });
  const mean = await values(api, definition('es_mean', { function: 'mean' }));
  expect(mean).toMatchObject({ 'es-one': 3.25, 'es-two': 4 });
  // Lists and filters know it like any other.
  const filter = encodeURIComponent(`key in ("es-one", "es-two") and ${metric.id} > 3.5`);
  const list = await api.must('GET', `/portfolio?filter=${filter}&sort=-${metric.id}&columns=${metric.id}`);
  expect(list.rows.map((row: { key: string; values: number[] }) => [row.key, ...row.values])).toEqual([
    ['es-one', 13],
    ['es-two', 4],
  ]);
});

test('the log gives the same sums again', async ({ as, server }) => {
  const api = as('manager');
  const sound = ripen('check', '--data', server.dataDir);
  expect(sound.stdout).not.toContain('sums of numbers in events differ');
  const rebuilt = ripen('rebuild', 'usage', '--data', server.dataDir);
  expect(rebuilt.status).toBe(0);
  expect(rebuilt.stdout).toMatch(
    /sums of numbers by event, account and day: 2 as before, 0 missing and 0 different/,
  );
  expect(await values(api, definition('es_again'))).toMatchObject({ 'es-one': 13, 'es-two': 4 });
});

test('what nobody asks for any more goes, and comes again from the log', async ({ as }) => {
  const api = as('manager');
  const nested = definition('es_total_28d', { field: 'properties.order.total', function: 'mean' });
  await api.must('POST', '/own-metrics', nested);
  await whole(api, nested.id);
  expect(await values(api, nested)).toMatchObject({ 'es-one': 3.25 });
  await api.must('PATCH', `/own-metrics/${nested.id}`, { field: 'properties.order.weight' });
  await whole(api, nested.id);
  expect(await values(api, definition('es_x', { field: 'properties.order.weight' }))).toMatchObject({
    'es-one': null,
  });
  const gone = await api.must('POST', '/own-metrics/preview', nested);
  expect(gone.note).toMatch(/Nobody has asked/);
  await api.must('PATCH', `/own-metrics/${nested.id}`, { field: 'properties.order.total' });
  await whole(api, nested.id);
  expect(await values(api, nested)).toMatchObject({ 'es-one': 3.25 });
  expect((await api.delete(`/own-metrics/${nested.id}`)).status).toBe(204);
});

test('a deleted account takes its sums along', async ({ as }) => {
  const api = as('manager');
  expect((await api.delete('/accounts/es-two')).status).toBe(204);
  expect(await values(api, definition('es_x'))).toMatchObject({ 'es-one': 13 });
  expect(await values(api, definition('es_x'))).not.toHaveProperty('es-two');
});

const REFUSED = [
  { data: { filter: null }, field: 'filter', part: 'must name the events' },
  { data: { filter: 'is_tracked = true' }, field: 'filter', part: 'must name the events' },
  { data: { field: null }, field: 'field', part: 'properties.amount' },
  { data: { field: 'amount' }, field: 'field', part: 'path' },
  { data: { function: 'count' }, field: 'field', part: 'leave it out' },
  { data: { window_days: 366 }, field: 'window_days', part: '365' },
];
for (const { data, field, part } of REFUSED)
  test(`a sum with ${JSON.stringify(data)} is refused`, async ({ as }) => {
    const reply = await as('manager').post('/own-metrics', definition('es_refused', data));
    expect(reply.status).toBe(400);
    expect(reply.body.field).toBe(field);
    expect(reply.body.detail).toContain(part);
  });
