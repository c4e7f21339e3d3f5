// Sources of events and their write keys; the limits on events.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../support/fixtures.ts';
import { ripen, temporaryFolder } from '../support/server.ts';

test('a source is made, changed, given a new key and revoked', async ({ as }) => {
  const api = as('manager');
  const made = await api.must('POST', '/sources', {
    name: 'Web app',
    kind: 'browser',
    unknown_accounts: 'create',
    origins: ['https://app.example.com'],
  });
  expect(made).toMatchObject({
    key: 'web-app',
    kind: 'browser',
    unknown_accounts: 'create',
    origins: ['https://app.example.com'],
    events: 0,
    revoked: null,
    old_write_key: null,
  });
  expect(made.write_key).toMatch(/^rpw_[\w-]{32}$/);

  const changed = await api.must('PATCH', '/sources/web-app', { name: 'App', origins: [] });
  expect(changed).toMatchObject({ key: 'web-app', name: 'App', origins: [], unknown_accounts: 'create' });
  expect(changed.write_key).toBe(made.write_key);
  expect((await api.patch('/sources/web-app', { kind: 'server' })).body.field).toBe('kind');

  const rotated = await api.must('POST', '/sources/web-app/rotate', { grace_hours: 2 });
  expect(rotated.write_key).not.toBe(made.write_key);
  expect(rotated.old_write_key).toBe(made.write_key);
  expect(rotated.old_until).not.toBeNull();
  const again = await api.must('POST', '/sources/web-app/rotate', { grace_hours: 0 });
  expect(again).toMatchObject({ old_write_key: null, old_until: null });

  expect((await api.delete('/sources/web-app')).status).toBe(204);
  const { items } = await api.must('GET', '/sources');
  const gone = items.find((item: { key: string }) => item.key === 'web-app');
  expect(gone.revoked).not.toBeNull();
  expect((await api.delete('/sources/web-app')).status).toBe(409);
  expect((await api.patch('/sources/web-app', { name: 'Back' })).status).toBe(409);
  expect((await api.post('/sources/web-app/rotate', {})).status).toBe(409);
});

test('viewers see sources, but no keys', async ({ as }) => {
  const { key, write_key } = await as('manager').must('POST', '/sources', { name: 'Jobs', kind: 'server' });
  await as('manager').must('POST', `/sources/${key}/rotate`, {});
  const one = await as('viewer').must('GET', `/sources/${key}`);
  expect(one).toMatchObject({ name: 'Jobs', write_key: null, old_write_key: null });
  expect(JSON.stringify(await as('viewer').must('GET', '/sources'))).not.toContain('rpw_');
  const shown = await as('manager').must('GET', `/sources/${key}`);
  expect(shown.write_key).toMatch(/^rpw_/);
  expect(shown.old_write_key).toBe(write_key);
});

const REFUSED: [string, object, number, string][] = [
  ['no name', { kind: 'server' }, 400, 'name'],
  ['no kind', { name: 'x' }, 400, 'kind'],
  ['a kind that is none', { name: 'x', kind: 'phone' }, 400, 'kind'],
  ['origins of a server', { name: 'x', kind: 'server', origins: ['https://a.example'] }, 400, 'origins'],
  ['an origin with a path', { name: 'x', kind: 'browser', origins: ['https://a.example/b'] }, 400, 'origins'],
  ['a key of its own choosing', { name: 'x', kind: 'server', write_key: 'mine' }, 400, 'write_key'],
];
for (const [what, body, status, field] of REFUSED)
  test(`${what} is refused`, async ({ as }) => {
    const reply = await as('manager').post('/sources', body);
    expect(reply.status).toBe(status);
    expect(reply.body.field).toBe(field);
  });

test('a key is taken once, and changes are in the audit log', async ({ as }) => {
  const source = { key: 'pipeline', name: 'Pipeline', kind: 'server' };
  await as('manager').must('POST', '/sources', source);
  const again = await as('manager').post('/sources', source);
  expect(again.status).toBe(409);
  expect(again.body.field).toBe('key');
  await as('manager').must('PATCH', '/sources/pipeline', { unknown_accounts: 'create' });
  const { items } = await as('admin').must('GET', '/audit?kind=source&key=pipeline');
  expect(items.map((item: { action: string }) => item.action)).toEqual(['update', 'create']);
  expect(items[0].after).toEqual({ unknown_accounts: 'create' });
});

test('limits are read by all and changed by an admin', async ({ as }) => {
  const before = await as('viewer').must('GET', '/event-limits');
  expect(before).toEqual({
    event_bytes: 32768,
    batch_bytes: 512000,
    server_batch_bytes: 4194304,
    batch_events: 2500,
    message_id_chars: 100,
    members: 10000,
    depth: 64,
    gzip_ratio: 20,
  });
  const admin = as('admin');
  expect(await admin.must('PATCH', '/event-limits', { depth: 32 })).toEqual({ ...before, depth: 32 });
  expect((await admin.patch('/event-limits', { batch_bytes: 8 << 20 })).body.field).toBe(
    'server_batch_bytes',
  );
  expect((await admin.patch('/event-limits', { depth: 0 })).body.field).toBe('depth');
  expect(await admin.must('PATCH', '/event-limits', before)).toEqual(before);
});

test('the command line does the same', () => {
  const folder = temporaryFolder();
  const run = (...words: string[]) => ripen('source', ...words, '--data', join(folder, 'data'));
  const rows = (...words: string[]) => JSON.parse(run(...words, '--format', 'json').stdout);
  const [added] = rows(
    'add',
    'Web app',
    '--kind',
    'browser',
    '--origins',
    'https://a.example,https://b.example',
  );
  expect(added).toMatchObject({ key: 'web-app', kind: 'browser', unknown_accounts: 'park' });
  expect(run('add', 'Other', '--key', 'web-app').status).toBe(4);
  const [rotated] = rows('rotate', 'web-app', '--grace-hours', '0');
  expect(rotated.write_key).not.toBe(added.write_key);
  expect(run('rotate', 'nobody').status).toBe(3);
  expect(run('revoke', 'web-app').status).toBe(0);
  expect(run('revoke', 'web-app').status).toBe(4);
  expect(run('grow').stderr).toContain('list, add, rotate, revoke');
  expect(rows('list')).toHaveLength(1);
  expect(run('list').stdout).toContain(rotated.write_key);
  rmSync(folder, { recursive: true, force: true });
});
