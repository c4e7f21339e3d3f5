// The Segment protocol over HTTP, word by word: paths, keys, bodies in any dress, refusals, pages of other
// sites, the pixel, and what browser SDKs ask. docs/events.md describes it.
import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { basic, newSource, type Source, settled, usageOf } from '../support/events.ts';
import { expect, test } from '../support/fixtures.ts';

let source: Source;
/** An account of its own for each test, made by the first event that names it. */
let account: string;
let accounts = 0;

test.beforeEach(async ({ as }) => {
  source = await newSource(as('admin'));
  account = `protocol-${++accounts}`;
});

const track = (event: string, more: object = {}) => ({
  type: 'track',
  messageId: randomUUID(),
  userId: 'ada',
  event,
  context: { groupId: account },
  ...more,
});

interface Sent {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: what the server says is what is tested
  body: any;
}

async function send(url: string, init: RequestInit): Promise<Sent> {
  const reply = await fetch(url, { redirect: 'manual', ...init });
  const text = await reply.text();
  const isJson = reply.headers.get('content-type') === 'application/json';
  return { status: reply.status, headers: reply.headers, body: isJson ? JSON.parse(text) : text };
}

const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  send(url, {
    method: 'POST',
    headers: { authorization: basic(source.write_key), ...headers },
    body: typeof body === 'string' || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body),
  });

test('every path takes its call, with or without a slash at the end', async ({ as, server }) => {
  const user = { userId: 'ada', context: { groupId: account } };
  const CALLS: [string[], object][] = [
    [['track', 't'], { ...user, event: 'Opened' }],
    [['identify', 'i'], { ...user, traits: { email: 'ada@example.com' } }],
    [['group', 'g'], { userId: 'ada', groupId: account, traits: {} }],
    [['page', 'p'], { ...user, name: 'Home' }],
    [['screen', 's'], { ...user, name: 'Start' }],
    [['alias', 'a'], { userId: 'ada', previousId: 'visitor-1' }],
    [['batch', 'b', 'import'], { batch: [track('Closed'), track('Closed')] }],
  ];
  let events = 0;
  for (const [paths, call] of CALLS)
    for (const path of paths.flatMap((p) => [p, `${p}/`])) {
      const body = 'batch' in call ? { batch: [track('Closed'), track('Closed')] } : call;
      const reply = await post(`${server.url}/v1/${path}`, body);
      expect([path, reply.status, reply.body]).toEqual([path, 200, { success: true }]);
      events += 'batch' in call ? 2 : 1;
    }
  await settled(as('admin'), source, events);
  expect(await usageOf(as('viewer'), account)).toMatchObject({ Opened: 4, Closed: 12 });
});

test('the write key comes in any of its places', async ({ as, server }) => {
  const call = () => track('Keyed');
  const key = source.write_key;
  const WAYS: [string, () => Promise<Sent>][] = [
    ['Basic', () => post(`${server.url}/v1/track`, call())],
    [
      'Basic without =',
      () => post(`${server.url}/v1/track`, call(), { authorization: basic(key).replaceAll('=', '') }),
    ],
    [
      'X-Write-Key',
      () =>
        send(`${server.url}/v1/track`, {
          method: 'POST',
          headers: { 'x-write-key': key },
          body: JSON.stringify(call()),
        }),
    ],
    [
      'the body',
      () =>
        send(`${server.url}/v1/track`, {
          method: 'POST',
          body: JSON.stringify({ ...call(), writeKey: key }),
        }),
    ],
    [
      'a batch',
      () =>
        send(`${server.url}/v1/b`, {
          method: 'POST',
          body: JSON.stringify({ writeKey: key, batch: [call()] }),
        }),
    ],
    [
      'an address',
      () =>
        send(`${server.url}/beacon/v1/batch?writeKey=${key}`, {
          method: 'POST',
          body: JSON.stringify({ batch: [call()] }),
        }),
    ],
  ];
  for (const [what, way] of WAYS) {
    const reply = await way();
    expect([what, reply.status, reply.body]).toEqual([what, 200, { success: true }]);
  }
  await settled(as('admin'), source, WAYS.length);
});

test('a body is what it is, whatever its headers say', async ({ as, server }) => {
  const text = () => JSON.stringify({ batch: [track('Dressed')] });
  const form = (value: string) => `data=${encodeURIComponent(value)}`;
  const BODIES: [string, BodyInit, Record<string, string>][] = [
    ['JSON', text(), { 'content-type': 'application/json; charset=utf-8' }],
    ['text/plain', text(), { 'content-type': 'text/plain' }],
    ['a form type', text(), { 'content-type': 'application/x-www-form-urlencoded' }],
    ['no type at all', new Blob([text()]), {}],
    ['gzip that says so', gzipSync(text()), { 'content-encoding': 'gzip' }],
    ['gzip that does not', gzipSync(text()), {}],
    ['gzip that is none', text(), { 'content-encoding': 'gzip' }],
    ['a form', form(text()), { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a form of base64', form(Buffer.from(text()).toString('base64')), {}],
    ['chunks', new Blob([text()]).stream(), {}],
  ];
  for (const [what, body, headers] of BODIES) {
    const init = { method: 'POST', headers: { authorization: basic(source.write_key), ...headers }, body };
    const reply = await send(`${server.url}/v1/batch`, { ...init, duplex: 'half' } as RequestInit);
    expect([what, reply.status, reply.body]).toEqual([what, 200, { success: true }]);
  }
  await settled(as('admin'), source, BODIES.length);
});

test('what is sent again counts once', async ({ as, server }) => {
  const once = { batch: [track('Repeated'), track('Repeated')] };
  for (let i = 0; i < 5; i++) expect((await post(`${server.url}/v1/batch`, once)).status).toBe(200);
  const counted = await settled(as('admin'), source, 2);
  expect(counted.duplicates).toBe(8);
  expect(await usageOf(as('viewer'), account)).toMatchObject({ Repeated: 2 });
});

test('refusals say what is wrong', async ({ server }) => {
  const large = 'x'.repeat(4_200_000);
  const bomb = gzipSync(JSON.stringify({ batch: [], padding: ' '.repeat(3_000_000) }));
  const events = Array.from({ length: 2501 }, () => track('Many'));
  const REFUSALS: [string, string, BodyInit, number, string, RegExp][] = [
    ['no body', 'track', '', 400, 'invalid', /empty/],
    ['no JSON', 'track', '{"userId":', 400, 'invalid', /./],
    ['a list', 'batch', '[]', 400, 'invalid', /./],
    ['a text', 'track', '"a"', 400, 'invalid', /./],
    ['a batch of none', 'batch', '{"batch":{}}', 400, 'invalid', /batch/],
    ['half a packed body', 'batch', gzipSync('{"batch":[]}').subarray(0, 20), 400, 'invalid', /cut off/],
    ['a form of nothing', 'track', 'data=%zz', 400, 'invalid', /data/],
    ['a body too large', 'batch', large, 413, 'too_large', /4096000|4194304/],
    ['one too large when unpacked', 'batch', bomb, 413, 'too_large', /packed/],
    ['too many events', 'batch', JSON.stringify({ batch: events }), 413, 'too_large', /2,?500/],
    ['a path that is not there', 'nowhere', '{}', 404, 'not_found', /address/],
  ];
  for (const [what, path, body, status, code, message] of REFUSALS) {
    const reply = await post(`${server.url}/v1/${path}`, body);
    expect([what, reply.status, reply.body.code]).toEqual([what, status, code]);
    expect(reply.body.success).toBe(false);
    expect(reply.body.message).toMatch(message);
    expect(reply.headers.get('access-control-allow-origin')).toBe('*');
  }
  for (const authorization of [basic('rpn_nobody'), 'Basic !', '']) {
    const reply = await post(`${server.url}/v1/track`, track('Unknown'), { authorization });
    expect([authorization, reply.status, reply.body.code]).toEqual([authorization, 401, 'unauthorized']);
  }
  const get = await send(`${server.url}/v1/track`, {});
  expect([get.status, get.body.code]).toEqual([405, 'method']);
});

test('one bad event is set aside, the others count', async ({ as, server }) => {
  const bad = [
    { type: 'track', messageId: randomUUID(), event: 'Nobody' },
    track('Late', { timestamp: '2031-01-01T00:00:00Z' }),
    track('', {}),
    { ...track('Dance'), type: 'dance' },
  ];
  const reply = await post(`${server.url}/v1/batch`, { batch: [track('Good'), ...bad, track('Good')] });
  expect(reply.status).toBe(200);
  await expect
    .poll(async () => (await as('admin').must('GET', `/sources/${source.key}`)).set_aside, {
      timeout: 20_000,
    })
    .toBe(bad.length);
  expect(await usageOf(as('viewer'), account)).toEqual({ Good: 2 });
});

test.describe('pages of other sites', () => {
  const page = 'https://shop.example.com';

  test('may send, after asking or without', async ({ server }) => {
    const asked = await send(`${server.url}/v1/t`, {
      method: 'OPTIONS',
      headers: {
        origin: page,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,x-retry-count',
      },
    });
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe('*');
    expect(asked.headers.get('access-control-allow-headers')).toBe(
      'authorization,content-type,x-retry-count',
    );
    expect(asked.headers.get('access-control-allow-methods')).toContain('POST');
    expect(Number(asked.headers.get('access-control-max-age'))).toBeGreaterThan(600);
    const sent = await post(`${server.url}/v1/t`, track('Bought'), { origin: page });
    expect(sent.status).toBe(200);
    expect(sent.headers.get('access-control-allow-origin')).toBe('*');
    expect(sent.headers.get('access-control-expose-headers')).toContain('Retry-After');
  });

  test('may be named by the source, and then no others', async ({ as, server }) => {
    source = await newSource(as('admin'), { kind: 'browser', origins: [page] });
    expect((await post(`${server.url}/v1/t`, track('Bought'), { origin: page })).status).toBe(200);
    const other = await post(`${server.url}/v1/t`, track('Bought'), { origin: 'https://other.example.com' });
    expect([other.status, other.body.code]).toEqual([403, 'forbidden']);
  });

  test('may send less at once than a server', async ({ as, server }) => {
    source = await newSource(as('admin'), { kind: 'browser' });
    const batch = Array.from({ length: 30 }, () =>
      track('Wide', { properties: { text: 'x'.repeat(20_000) } }),
    );
    const reply = await post(`${server.url}/v1/b`, { batch });
    expect([reply.status, reply.body.code]).toEqual([413, 'too_large']);
  });
});

test('a pixel is always an image, and counts', async ({ as, server }) => {
  const data = (call: object) => Buffer.from(JSON.stringify(call)).toString('base64');
  const call = { ...track('Mail opened'), writeKey: source.write_key };
  const flat = `writeKey=${source.write_key}&userId=ada&event=Mail%20opened&context.groupId=${account}&properties.subject=News`;
  const ADDRESSES: [string, number][] = [
    [`pixel/track?data=${encodeURIComponent(data(call))}`, 1],
    [`pixel/track?data=${data({ ...call, messageId: randomUUID() }).replaceAll('=', '')}`, 1],
    [`pixel/t/?${flat}`, 1],
    ['pixel/track', 0],
    ['pixel/track?data=nonsense!', 0],
    [`pixel/track?data=${data({ writeKey: 'rpn_nobody', userId: 'x', event: 'y' })}`, 0],
  ];
  for (const [address] of ADDRESSES) {
    const reply = await fetch(`${server.url}/v1/${address}`);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toBe('image/gif');
    expect(
      Buffer.from(await reply.arrayBuffer())
        .subarray(0, 6)
        .toString(),
    ).toBe('GIF89a');
  }
  await settled(as('admin'), source, 3);
  expect(await usageOf(as('viewer'), account)).toMatchObject({ 'Mail opened': 3 });
});

test('browser SDKs are told where to send', async ({ server }) => {
  const settings = await send(`${server.url}/v1/projects/${source.write_key}/settings`, {});
  expect(settings.status).toBe(200);
  expect(settings.body.integrations['Segment.io']).toMatchObject({
    apiKey: source.write_key,
    apiHost: `${new URL(server.url).host}/v1`,
    protocol: 'http',
  });
  expect(settings.body.metrics.sampleRate).toBe(0);
  expect((await send(`${server.url}/v1/projects/rpn_nobody/settings`, {})).status).toBe(404);

  const config = await send(`${server.url}/sourceConfig/?p=npm&v=3`, {
    headers: { authorization: basic(source.write_key) },
  });
  expect(config.status).toBe(200);
  expect(config.body.source).toMatchObject({ writeKey: source.write_key, enabled: true, destinations: [] });
  expect((await send(`${server.url}/sourceConfig`, {})).status).toBe(401);
});

test('the snippet is under 2 KB packed, and may be kept for an hour', async ({ server }) => {
  const reply = await fetch(`${server.url}/ripen.js`, { headers: { 'accept-encoding': 'gzip' } });
  expect(reply.headers.get('content-type')).toContain('text/javascript');
  expect(reply.headers.get('content-encoding')).toBe('gzip');
  expect(Number(reply.headers.get('content-length'))).toBeLessThan(2048);
  expect(reply.headers.get('cache-control')).toBe('public, max-age=3600');
});

test('what is counted stands in /metrics', async ({ as, server }) => {
  const read = async (name: string) =>
    Number(new RegExp(`^${name} (\\S+)$`, 'm').exec((await as('viewer').get('//metrics')).body)?.[1]);
  const before = await read('ripen_events_stored_total');
  expect((await post(`${server.url}/v1/batch`, { batch: [track('A'), track('B')] })).status).toBe(200);
  expect(await read('ripen_events_stored_total')).toBe(before + 2);
  expect(await read('ripen_events_apply_lag_seconds')).toBeLessThan(60);
});
