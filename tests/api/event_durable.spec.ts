// What was acknowledged is there, once: when the process dies at any moment, and when the disk is full.
// RIPEN_CRASH_ROUNDS=50 kills it fifty times.
import { spawnSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ripen, Server, temporaryFolder } from '../support/server.ts';

const ROUNDS = Number(process.env.RIPEN_CRASH_ROUNDS ?? 3);
const SENDERS = 6;

let folder: string;
let data: string;
let writeKey: string;
let apiKey: string;

test.beforeEach(() => {
  folder = temporaryFolder();
  data = join(folder, 'data');
  ripen('source', 'add', 'load', '--unknown-accounts', 'create', '--data', data);
  writeKey = JSON.parse(ripen('source', 'list', '--format', 'json', '--data', data).stdout)[0].write_key;
  const words = ['--role', 'viewer', '--scopes', 'facts:read,import:read', '--data', data];
  apiKey = /rpn_[\w-]+/.exec(ripen('key', 'add', 'look', ...words).stdout)?.[0] ?? '';
});

test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

// biome-ignore lint/suspicious/noExplicitAny: replies of the API, which other specs check
async function look(server: Server, path: string): Promise<any> {
  const reply = await fetch(`${server.url}/api/v1${path}`, {
    headers: { authorization: `Bearer ${apiKey}` },
  });
  return reply.ok ? reply.json() : undefined;
}

/** Events that count for an account; 0 if it is not there. */
async function countOf(server: Server, account: string): Promise<number> {
  const usage = await look(server, `/accounts/${account}/usage?from=2026-01-01&to=2026-02-28`);
  const counts: number[] = (usage?.events ?? []).flatMap((event: { counts: number[] }) => event.counts);
  return counts.reduce((a, b) => a + b, 0);
}

interface Batch {
  account: string;
  size: number;
  body: string;
}

function newBatch(account: string, size: number, text = ''): Batch {
  const batch = Array.from({ length: size }, () => ({
    type: 'track',
    messageId: randomUUID(),
    userId: `${account}-user`,
    event: 'Done',
    context: { groupId: account },
    properties: { text },
  }));
  return { account, size, body: JSON.stringify({ batch }) };
}

/** The status; 0 when the server has gone before it answered. */
async function post(server: Server, batch: Batch): Promise<number> {
  const init = { method: 'POST', headers: { 'x-write-key': writeKey }, body: batch.body };
  try {
    const reply = await fetch(`${server.url}/v1/batch`, init);
    await reply.arrayBuffer();
    return reply.status;
  } catch {
    return 0;
  }
}

/** One client, that sends batch after batch until the server is gone. */
interface Sent {
  account: string;
  acknowledged: number;
  batches: Batch[];
  /** Whose answer never came: stored or not. */
  last: Batch | undefined;
}

async function sendUntilGone(server: Server, account: string): Promise<Sent> {
  const sent: Sent = { account, acknowledged: 0, batches: [], last: undefined };
  for (;;) {
    const batch = newBatch(account, 1 + Math.floor(Math.random() * 60));
    sent.batches.push(batch);
    const status = await post(server, batch);
    if (status === 200) sent.acknowledged += batch.size;
    else if (status !== 429) {
      sent.last = batch;
      return sent;
    }
  }
}

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));
const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);

/** Until everything in the log has come to the numbers: the source has counted at least so many. */
async function untilCounted(server: Server, least: number): Promise<number> {
  let counted = -1;
  await expect
    .poll(
      async () => {
        const before = counted;
        counted = (await look(server, '/sources/load')).events;
        return counted >= least && counted === before;
      },
      { timeout: 60_000, intervals: [500, 3500] },
    )
    .toBe(true);
  return counted;
}

test(`killed ${ROUNDS} times while it is busy, it loses nothing and counts nothing twice`, async () => {
  test.setTimeout(60_000 + ROUNDS * 30_000);
  const clients: Sent[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const server = await Server.start(data);
    const names = Array.from({ length: SENDERS }, (_, i) => `crash-${round}-${i}`);
    const sending = names.map((name) => sendUntilGone(server, name));
    await wait(200 + Math.random() * 4000); // before, in and after a checkpoint
    await server.kill();
    clients.push(...(await Promise.all(sending)));
  }
  const server = await Server.start(data);
  try {
    await untilCounted(server, sum(clients.map((client) => client.acknowledged)));
    for (const { account, acknowledged, last } of clients)
      expect([acknowledged, acknowledged + (last?.size ?? 0)]).toContain(await countOf(server, account));
    // Whatever the clients send again, each event counts once.
    const sendAgain = async ({ batches }: Sent) => {
      for (const batch of batches) {
        const status = await post(server, batch);
        if (status !== 200) throw new Error(`sent again, and answered ${status}`);
      }
    };
    // The server takes 200 connections from one address.
    for (let i = 0; i < clients.length; i += 100) await Promise.all(clients.slice(i, i + 100).map(sendAgain));
    const all = sum(clients.flatMap((client) => client.batches).map((batch) => batch.size));
    expect(await untilCounted(server, all)).toBe(all);
    for (const { account, batches } of clients)
      expect(await countOf(server, account)).toBe(sum(batches.map((batch) => batch.size)));
    const acknowledged = sum(clients.map((client) => client.acknowledged));
    test.info().annotations.push({ type: 'crash', description: `${acknowledged} acknowledged, ${all} sent` });
    console.log(
      `${ROUNDS} kills: ${acknowledged} events acknowledged, none lost; ${all} sent, each counted once`,
    );
  } finally {
    await server.stop();
  }
});

/** As a full disk would: no file of the process may grow beyond this. */
function limitFiles(server: Server, bytes: number | 'unlimited'): void {
  const done = spawnSync('prlimit', ['--pid', String(server.pid), `--fsize=${bytes}:unlimited`], {
    encoding: 'utf8',
  });
  if (done.status !== 0) throw new Error(`prlimit: ${done.stderr}`);
}

test('on a full disk it refuses, recovers by itself, and loses nothing', async () => {
  test.setTimeout(90_000);
  const server = await Server.start(data);
  try {
    limitFiles(server, 2_000_000);
    const stored: Batch[] = [];
    const refused: Batch[] = [];
    for (let i = 0; refused.length < 3 && i < 300; i++) {
      // Text that does not pack.
      const batch = newBatch('full', 1, randomBytes(20_000).toString('base64'));
      const status = await post(server, batch);
      expect([200, 503]).toContain(status);
      (status === 200 ? stored : refused).push(batch);
    }
    expect(stored.length).toBeGreaterThan(5);
    expect(refused.length).toBe(3);
    // All else goes on.
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    limitFiles(server, 'unlimited');
    for (const batch of refused) await expect.poll(() => post(server, batch), { timeout: 20_000 }).toBe(200);
    const all = sum([...stored, ...refused].map((batch) => batch.size));
    expect(await untilCounted(server, all)).toBe(all);
    expect(await countOf(server, 'full')).toBe(all);
  } finally {
    await server.stop();
  }
});
