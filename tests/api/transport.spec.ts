// What holds for every call: errors, limits, caching, compression.
import { readdirSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { expect, test } from '../support/fixtures.ts';
import { OpenApi } from '../support/openapi.ts';
import { People } from '../support/people.ts';
import { NOW, Server, temporaryFolder } from '../support/server.ts';

test.describe('errors are problem+json', () => {
  const SCENARIOS: [string, string, string, number][] = [
    ['a path that is not there', 'GET', '/nowhere', 404],
    ['a method that is not there', 'PUT', '/accounts', 405],
    ['a thing that is not there', 'GET', '/accounts/nobody', 404],
    ['nobody logged in', 'GET', '/accounts', 401],
  ];
  for (const [what, method, path, status] of SCENARIOS)
    test(what, async ({ as }) => {
      const reply = await as(status === 401 ? 'nobody' : 'manager').call(method, path);
      expect(reply.status).toBe(status);
      expect(reply.headers['content-type']).toContain('application/problem+json');
      expect(reply.body).toMatchObject({ status });
      expect(reply.body.detail.length).toBeGreaterThan(5);
    });

  const BODIES: [string, string][] = [
    ['no JSON', '{"name": '],
    ['something after the JSON', '{"name":"A"} x'],
    ['a list', '[]'],
    ['a text', '"name"'],
    ['null', 'null'],
    ['bytes that are no UTF-8', '{"name":"\xff"}'],
    ['a NUL in a text', '{"name":"a\\u0000b"}'],
    ['a field twice', '{"name":"A","name":"B"}'],
    ['deep nesting', `${'{"custom":'.repeat(5000)}1${'}'.repeat(5000)}`],
  ];
  for (const [what, text] of BODIES)
    test(`a body that is ${what}`, async ({ as }) => {
      const reply = await as('manager').call('POST', '/accounts', {
        bytes: Buffer.from(text, 'latin1'),
        headers: { 'content-type': 'application/json' },
      });
      expect(reply.status).toBe(400);
      expect(reply.body.detail.length).toBeGreaterThan(5);
    });

  test('a body that is too large, before it is sent', async ({ server }) => {
    const status = await new Promise((resolve, reject) => {
      const call = httpRequest(`${server.url}/api/v1/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': 20_000_000 },
      });
      call.on('response', (response) => resolve(response.statusCode));
      call.on('error', reject);
      call.write('{');
    });
    expect(status).toBe(413);
  });
});

test.describe('caching and compression', () => {
  test('an ETag saves the body of what did not change', async ({ as }) => {
    const first = await as('viewer').get('/openapi.json');
    const etag = first.headers.etag ?? '';
    expect(etag).not.toBe('');
    const again = await as('viewer').get('/openapi.json', { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
    expect(again.body).toBe('');
  });

  test('large replies are compressed for those who take it', async ({ server }) => {
    const url = `${server.url}/api/v1/openapi.json`;
    const packed = await fetch(url, { headers: { 'accept-encoding': 'gzip' } });
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    const plain = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(await packed.text()).toBe(await plain.text());
  });

  test('pages carry a policy that allows no inline script', async ({ server }) => {
    const reply = await fetch(`${server.url}/`);
    expect(reply.status).toBe(200);
    const policy = reply.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
  });
});

test.describe('the process', () => {
  test('is healthy and measured', async ({ as }) => {
    expect((await as('nobody').get('//healthz')).status).toBe(200);
    const metrics = await as('nobody').get('//metrics');
    expect(metrics.status).toBe(200);
    expect(metrics.body).toMatch(/^# (HELP|TYPE) ripen_/m);
  });

  test('takes the time from its clock, which tests stop', async ({ as }) => {
    const account = await as('manager').must('POST', '/accounts', { name: 'Dated' });
    expect(account.created).toBe(NOW);
  });

  test('stops on SIGTERM with everything in one file, and loses nothing at kill -9', async () => {
    const folder = temporaryFolder();
    const dataDir = join(folder, 'data');
    try {
      const first = await Server.start(dataDir);
      const people = await People.settle(first, await OpenApi.of(first.url));
      await people.api('manager').must('POST', '/accounts', { key: 'kept', name: 'Kept' });
      await people.leave();
      await first.kill();

      const second = await Server.start(dataDir);
      expect(second.oneTimePassword).toBeUndefined();
      const back = await People.meet(second, await OpenApi.of(second.url));
      const manager = await back.login('manager');
      expect((await manager.get('/accounts/kept')).body.name).toBe('Kept');
      await back.leave();
      await second.stop();
      expect(readdirSync(dataDir).filter((name) => name.endsWith('-wal'))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
