// TLS by certificate and key: what is served, and that cookies then never travel in the clear.
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { type RequestOptions, request } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ADMIN_EMAIL } from '../support/people.ts';
import { ripen, Server, temporaryFolder } from '../support/server.ts';

let folder: string;
let cert: string;
let key: string;

test.beforeAll(() => {
  folder = temporaryFolder();
  [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const make = (at: string, name: string) =>
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'].concat(
        ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', `${at}/key.pem`],
        ['-out', `${at}/cert.pem`],
      ),
      { stdio: 'ignore' },
    );
  make(folder, 'ripen.test');
});

test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A call that trusts our certificate and no other. */
function call(
  server: Server,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const options: RequestOptions = {
    method: body ? 'POST' : 'GET',
    ca: [execFileSync('cat', [cert])],
    headers: { ...(body ? { 'content-type': 'application/json', origin: server.url } : {}), ...headers },
  };
  return new Promise((resolve, reject) => {
    const sent = request(`${server.url}${path}`, options, (reply) => {
      let text = '';
      reply.on('data', (chunk) => {
        text += chunk;
      });
      reply.on('end', () => resolve({ status: reply.statusCode ?? 0, headers: reply.headers, body: text }));
    });
    sent.on('error', reject);
    sent.end(body && JSON.stringify(body));
  });
}

test('serves over TLS, with cookies that stay there', async () => {
  const server = await Server.start(join(folder, 'data'), '--tls-cert', cert, '--tls-key', key);
  try {
    expect(server.url).toMatch(/^https:/);
    expect((await call(server, '/healthz')).status).toBe(200);
    const page = await call(server, '/');
    expect(page.status).toBe(200);
    expect(page.headers['strict-transport-security']).toMatch(/max-age=\d{7,}/);

    const entered = await call(server, '/api/v1/login', {
      email: ADMIN_EMAIL,
      password: server.oneTimePassword,
    });
    expect(entered.status).toBe(200);
    const cookie = entered.headers['set-cookie']?.[0] ?? '';
    for (const word of ['Secure', 'HttpOnly', 'SameSite=Lax']) expect(cookie).toContain(word);
    const session = cookie.split(';')[0] ?? '';
    const me = await call(server, '/api/v1/me', undefined, { cookie: session });
    expect(me.status).toBe(200);
    expect(JSON.parse(me.body).email).toBe(ADMIN_EMAIL);
    // A page of the same host without TLS is another site.
    const forged = await call(
      server,
      '/api/v1/logout',
      {},
      { cookie: session, origin: server.url.replace('https', 'http') },
    );
    expect(forged.status).toBe(403);

    await expect(fetch(`${server.url.replace('https', 'http')}/healthz`)).rejects.toThrow();
    await new Promise<void>((resolve) => {
      const { port } = new URL(server.url);
      const noise = connect(Number(port), '127.0.0.1', () => noise.end('\x16\x03\x01 no handshake'));
      noise.on('close', () => resolve());
      noise.on('error', () => resolve());
      noise.resume();
    });
    expect((await call(server, '/healthz')).status).toBe(200);
  } finally {
    await server.stop();
  }
});

test('says what is wrong with a certificate before it serves', () => {
  const start = (...words: string[]) =>
    ripen('serve', '--data', join(folder, 'other'), '--port', '0', ...words);
  const alone = start('--tls-cert', cert);
  expect(alone.status).toBe(2);
  expect(alone.stderr).toContain('tls-key');
  const missing = start('--tls-cert', join(folder, 'nowhere.pem'), '--tls-key', key);
  expect(missing.status).not.toBe(0);
  expect(missing.stderr).toContain('nowhere.pem');
  const broken = join(folder, 'broken.pem');
  writeFileSync(broken, 'no certificate');
  const wrong = start('--tls-cert', broken, '--tls-key', key);
  expect(wrong.status).not.toBe(0);
  expect(wrong.stderr).toMatch(/certificate|TLS/i);
});
