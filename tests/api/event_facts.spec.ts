// What becomes of usage events: counts, users, contacts and accounts; what is set aside, mended and sent again.
import type { Api, Body } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';
import { ripen, type Server } from '../support/server.ts';

const DAY = '2026-01-20';
const SPAN = `from=${DAY}&to=${DAY}`;

/** Sends one batch with the source's write key, as a client would. */
async function send(server: Server, writeKey: string, batch: object[]): Promise<void> {
  const reply = await fetch(`${server.url}/v1/batch`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}` },
    body: JSON.stringify({ batch }),
  });
  expect(reply.status).toBe(200);
}

const track = (userId: string, event: string, more: object = {}) => ({
  type: 'track',
  userId,
  event,
  timestamp: `${DAY}T10:00:00Z`,
  ...more,
});

/** The body once it is as it should be: events are written some seconds after they were taken. */
async function once(api: Api, path: string, isThere: (body: Body) => boolean): Promise<Body> {
  let body: Body;
  await expect
    .poll(
      async () => {
        const reply = await api.get(path);
        body = reply.body;
        return reply.status < 300 && isThere(body);
      },
      { timeout: 20_000 },
    )
    .toBe(true);
  return body;
}

const source = (api: Api, name: string, unknown: string): Promise<Body> =>
  api.must('POST', '/sources', { name, kind: 'server', unknown_accounts: unknown });

test('events become counts, users, a contact and an account', async ({ as, server }) => {
  const api = as('manager');
  const web = await source(api, 'Makes accounts', 'create');
  await send(server, web.write_key, [
    { type: 'group', userId: 'ef-u1', groupId: 'ef-one', traits: { name: 'One Ltd', employees: 12 } },
    {
      type: 'identify',
      userId: 'ef-u1',
      traits: { firstName: 'Ada', lastName: 'One', email: 'ada@one.example', title: 'Head' },
    },
    track('ef-u1', 'EF Opened', { messageId: 'ef-m1' }),
    track('ef-u1', 'EF Opened', { messageId: 'ef-m1' }),
    track('ef-u2', 'EF Opened', { context: { groupId: 'ef-one' } }),
  ]);
  const usage = await once(api, `/accounts/ef-one/usage?${SPAN}`, (body) => body.events.length > 0);
  expect(usage.events).toMatchObject([{ name: 'EF Opened', counts: [2] }]);
  expect(usage.active_users).toEqual([2]);
  expect(await api.must('GET', '/accounts/ef-one')).toMatchObject({ name: 'One Ltd', employees: 12 });
  expect(await api.must('GET', '/contacts/ef-u1')).toMatchObject({
    account: 'ef-one',
    name: 'Ada One',
    email: 'ada@one.example',
    known: '2026-01-31',
  });
  const users = await as('viewer').must('GET', '/accounts/ef-one/users');
  expect(users.total).toBe(2);
  expect(users.items.find((item: Body) => item.user === 'ef-u1')).toMatchObject({
    contact: 'ef-u1',
    name: 'Ada One',
    first: DAY,
    last: DAY,
    active_days_28: 1,
  });
  expect(await api.must('GET', '/events/EF%20Opened')).toMatchObject({ volume: 2, accounts: 1 });
  const counters = await api.must('GET', `/sources/${web.key}`);
  expect(counters).toMatchObject({ events: 4, duplicates: 1, set_aside: 0 });

  const live = await as('viewer').must('GET', `/events/live?source=${web.key}`);
  expect(live.events.map((event: Body) => event.outcome)).toEqual([
    ...['counted', 'counted', 'counted', 'duplicate', 'counted'],
  ]);
  expect(live.events[2]).toMatchObject({ name: 'EF Opened', user: 'ef-u1', account: 'ef-one', day: DAY });
  const none = await as('viewer').must('GET', `/events/live?after=${live.last}&source=${web.key}`);
  expect(none.events).toEqual([]);
  expect((await api.get('/events/live?source=no-such')).status).toBe(400);
  const rate = await as('viewer').must('GET', '/events/rate');
  const minutes = rate.sources.find((item: Body) => item.source === web.key);
  expect(minutes.counted.at(-1)).toBe(4);
  expect(minutes.duplicates.at(-1)).toBe(1);
  expect(rate).toMatchObject({ is_stuck: false, is_replaying: false });
});

test('events that overtake what tells whose they are count once it comes', async ({ as, server }) => {
  const api = as('manager');
  const web = await source(api, 'Out of order', 'create');
  const visits = [1, 2, 3].map((i) => ({
    ...track('', 'EF Visited', { messageId: `ef-visit-${i}` }),
    userId: undefined,
    anonymousId: 'ef-browser',
  }));
  const mine = `/set-aside?source=${web.key}`;
  await send(server, web.write_key, visits);
  await once(api, mine, (body) => body.items.length === 3);
  // Whose the browser is, that they have another id since, and where they belong: each in a call of its own.
  await send(server, web.write_key, [{ type: 'identify', userId: 'ef-before', anonymousId: 'ef-browser' }]);
  await send(server, web.write_key, [{ type: 'alias', userId: 'ef-since', previousId: 'ef-before' }]);
  await send(server, web.write_key, [{ type: 'group', userId: 'ef-since', groupId: 'ef-order' }]);
  await once(api, mine, (body) => body.items.length === 0);
  await send(server, web.write_key, visits);
  await once(api, `/sources/${web.key}`, (body) => body.duplicates === 3);
  const usage = await api.must('GET', `/accounts/ef-order/usage?${SPAN}`);
  expect(usage.events).toMatchObject([{ name: 'EF Visited', counts: [3] }]);
  const users = await api.must('GET', '/accounts/ef-order/users');
  expect(users.items.map((item: Body) => item.user)).toEqual(['ef-since']);
});

test('what cannot be counted is set aside, mended by a rule and sent again', async ({ as, server }) => {
  const api = as('manager');
  const app = await source(api, 'Parks accounts', 'park');
  const account = await api.must('POST', '/accounts', { name: 'Two', key: 'ef-two' });
  await send(server, app.write_key, [
    track('ef-v1', 'EF Saved', { properties: { company: account.key } }),
    track('ef-v2', 'EF Saved'),
    track('ef-v3', 'EF Saved', { context: { groupId: 'ef-later' } }),
    { type: 'track', userId: 'ef-v4', timestamp: `${DAY}T10:00:00Z` },
  ]);
  const mine = `/set-aside?source=${app.key}`;
  const list = await once(as('viewer'), mine, (body) => body.items.length === 4);
  expect(list.items.map((item: Body) => item.reason)).toEqual([
    ...['no_name', 'unknown_account', 'no_account', 'no_account'],
  ]);
  const shown = await as('viewer').must('GET', `/events/live?source=${app.key}`);
  expect(shown.events.map((event: Body) => event.reason).toSorted()).toEqual([
    ...['no_account', 'no_account', 'no_name', 'unknown_account'],
  ]);
  expect(list.reasons).toEqual([
    { reason: 'no_account', count: 2 },
    { reason: 'no_name', count: 1 },
    { reason: 'unknown_account', count: 1 },
  ]);
  const futures = await as('viewer').must('GET', `${mine}&reason=future`);
  expect(futures).toMatchObject({ items: [], reasons: list.reasons });
  const first = await as('viewer').must('GET', `/set-aside/${list.items[3].id}`);
  expect(first).toMatchObject({ user: 'ef-v1', name: 'EF Saved', source: app.key, type: 'track' });
  expect(JSON.parse(first.event).properties.company).toBe('ef-two');

  expect(await as('viewer').must('GET', `/sources/${app.key}`)).toMatchObject({
    ...{ events: 0, set_aside: 4, waiting: 4, events_today: 0, set_aside_today: 4, duplicates_today: 0 },
  });
  const file = await as('viewer').must('GET', `/set-aside.json?source=${app.key}&reason=no_account`);
  expect(file.items).toEqual(list.items.slice(2));
  const csv = await as('viewer').call('GET', `/set-aside.csv?source=${app.key}`);
  expect(csv.headers['content-disposition']).toContain('set-aside-2026-01-31.csv');
  const lines = String(csv.body).trimEnd().split('\r\n');
  expect(lines[0]).toBe('id,source,reason,message,type,name,user,account,received,at,event');
  expect(lines).toHaveLength(5);
  expect(lines[4]).toContain(`${list.items[3].id},${app.key},no_account,`);

  const wanted = {
    source: app.key,
    reason: 'no_account',
    action: 'account_from',
    value: 'properties.company',
  };
  // What the rule would do, told by what will do it; nothing is changed by asking.
  const preview = await as('viewer').must('POST', '/event-rules/preview', wanted);
  expect(preview).toMatchObject({ fit: 2, counted: 1, dropped: 0, still: 1, different: 1 });
  expect(preview.values).toEqual([{ value: 'ef-two', count: 1 }]);
  expect(preview.examples.find((one: Body) => one.id === list.items[3].id)).toMatchObject({
    before: { name: 'EF Saved', account: null, reason: 'no_account' },
    after: { name: 'EF Saved', account: 'ef-two', reason: null },
    outcome: 'counted',
  });
  const dropping = { source: app.key, action: 'drop' };
  expect(await api.must('POST', '/event-rules/preview', dropping)).toMatchObject({ fit: 4, dropped: 4 });
  const unfinished = { ...wanted, value: undefined };
  expect(await api.must('POST', '/event-rules/preview', unfinished)).toMatchObject({ fit: 2, counted: 0 });
  const nowhere = await api.call('POST', '/event-rules/preview', { data: { ...wanted, source: 'nowhere' } });
  expect([nowhere.status, nowhere.body.field]).toEqual([400, 'source']);
  expect((await as('viewer').must('GET', mine)).items).toHaveLength(4);

  const rule = await api.must('POST', '/event-rules', wanted);
  const again = await api.call('POST', '/set-aside/resend', { data: { source: app.key } });
  expect(again.status).toBe(202);
  const job = await once(api, `/jobs/${again.body.id}`, (body) => body.state === 'done');
  expect(job.result).toEqual({ counted: 1, dropped: 0, still: 3 });
  const usage = await api.must('GET', `/accounts/ef-two/usage?${SPAN}`);
  expect(usage.events).toMatchObject([{ name: 'EF Saved', counts: [1] }]);
  // It was set aside, and counts now; what waits is fewer.
  expect(await api.must('GET', `/sources/${app.key}`)).toMatchObject({
    ...{ events: 1, set_aside: 4, waiting: 3, events_today: 1 },
  });

  // An account that comes takes what waits for it, without being asked.
  await api.must('POST', '/accounts', { name: 'Later', key: 'ef-later' });
  await once(api, mine, (body) => body.items.length === 2);
  await once(api, `/accounts/ef-later/usage?${SPAN}`, (body) => body.events.length === 1);

  expect((await api.delete(`/event-rules/${rule.id}`)).status).toBe(204);
  expect((await api.delete(`/event-rules/${rule.id}`)).status).toBe(404);
  const [left, other] = (await api.must('GET', mine)).items;
  expect((await api.delete(`/set-aside/${left.id}`)).status).toBe(204);
  expect((await api.get(`/set-aside/${left.id}`)).status).toBe(404);
  expect(await api.must('POST', '/set-aside/clear', { ids: [other.id] })).toEqual({ deleted: 1 });
  expect((await api.must('GET', mine)).items).toEqual([]);
});

test('rules and settings say what is wrong with them', async ({ as }) => {
  const api = as('manager');
  for (const [rule, field] of [
    [{ action: 'rename', name: 'x' }, 'value'],
    [{ action: 'drop' }, 'name'],
    [{ action: 'account_from', value: 'company' }, 'value'],
    [{ action: 'account', value: 'x', source: 'no-such' }, 'source'],
    [{ action: 'explode', value: 'x' }, 'action'],
  ] as const) {
    const reply = await api.post('/event-rules', rule);
    expect(reply.status).toBe(400);
    expect(reply.body.field).toBe(field);
  }
  expect((await api.post('/set-aside/clear', {})).body.field).toBe('reason');
  expect((await as('viewer').must('GET', '/event-rules')).items).toEqual([]);
  const kept = await as('admin').must('PATCH', '/event-settings', { set_aside_most: 5000 });
  expect(kept).toEqual({ set_aside_most: 5000, retention_days: null });
  await as('admin').must('PATCH', '/event-settings', { retention_days: 400 });
  expect(await as('viewer').must('GET', '/event-settings')).toEqual({
    set_aside_most: 5000,
    retention_days: 400,
  });
  expect((await as('viewer').must('GET', '/set-aside')).most).toBe(5000);

  const traits = await as('viewer').must('GET', '/event-traits');
  expect(traits.contact.email).toBe('email');
  expect(traits.contact_default).toMatchObject({ jobTitle: 'title' });
  expect(traits.contact_fields).toContain('title');
  expect(traits.account_fields).not.toContain('key');
  const changed = await api.must('PATCH', '/event-traits', { account: { 'company.plan': 'plan' } });
  expect(changed.account).toEqual({ 'company.plan': 'plan' });
  expect(changed.contact).toEqual(traits.contact);
  const wrong = await api.call('PATCH', '/event-traits', { data: { contact: { email: 'no_such_field' } } });
  expect(wrong.status).toBe(400);
  expect(wrong.body.field).toBe('contact.email');
  await api.must('PATCH', '/event-traits', { account: traits.account });
});

test('the log gives the same counts again, and forgets who is deleted', async ({ as, server }) => {
  const api = as('manager');
  const web = await source(api, 'Is rebuilt', 'create');
  await send(server, web.write_key, [
    { type: 'group', userId: 'ef-w1', groupId: 'ef-three' },
    { type: 'identify', userId: 'ef-w1', traits: { name: 'Eve' } },
    track('ef-w1', 'EF Read'),
    track('ef-w2', 'EF Read', { context: { groupId: 'ef-three' } }),
  ]);
  const path = `/accounts/ef-three/usage?${SPAN}`;
  await once(api, path, (body) => body.events.length > 0);
  await api.must('POST', '/usage', { account: 'ef-three', event: 'EF Read', day: DAY, count: 70 });
  const found = ripen('check', '--data', server.dataDir);
  expect(found.status).toBe(7);
  expect(found.stdout).toMatch(/1 of 4 counts of usage .*differ from what the log of events gives/);
  const rebuilt = ripen('rebuild', 'usage', '--data', server.dataDir);
  expect(rebuilt.stderr).toBe('');
  expect(rebuilt.status).toBe(0);
  expect(rebuilt.stdout).toContain('1 different before');
  expect((await api.must('GET', path)).events).toMatchObject([{ name: 'EF Read', counts: [2] }]);
  expect(ripen('rebuild', 'scores', '--data', server.dataDir).status).toBe(2);

  expect((await api.delete('/contacts/ef-w1')).status).toBe(204);
  await once(api, '/jobs?kind=event_forget', (body) => body.items.every((job: Body) => job.state === 'done'));
  const users = await api.must('GET', '/accounts/ef-three/users');
  expect(users.items.map((item: Body) => item.user)).toEqual(['ef-w2']);
  expect((await api.must('GET', path)).events).toMatchObject([{ name: 'EF Read', counts: [2] }]);
});
