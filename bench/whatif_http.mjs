#!/usr/bin/env node
/* What if over HTTP: the matrix of 100,000 accounts under a changed card, asked again and again with other weights,
 * as a slider does it. The data is that of nightly.py, which makes it if it is not there. Target: 50 ms at p99. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const root = new URL('..', import.meta.url).pathname;
const RIPEN = `${root}build/ripen`;
const DATA = `${root}build-bench/nightly`;
const [DAY, ASKED, WARM, TARGET_MS] = ['2026-11-25', 300, 10, 50];
const env = { ...process.env, RIPEN_NOW: `${DAY}T23:00:00Z` };

if (!existsSync(`${DATA}/made`)) execFileSync(`${root}bench/nightly.py`, { stdio: 'inherit' });

function makeKey() {
  const words = ['key', 'add', `bench-${process.pid}`, '--scopes', 'scores:read,scores:write', '--role', 'viewer'];
  const told = execFileSync(RIPEN, [...words, '--data', DATA], { encoding: 'utf8', env });
  return told.match(/rpn_[\w-]+/)[0];
}

/* The server and the address that it listens on. */
async function start() {
  const server = spawn(RIPEN, ['serve', '--data', DATA, '--port', '0'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const url = await new Promise((done, failed) => {
    const read = (chunk) => {
      const found = String(chunk).match(/http:\/\/[\d.:]+/);
      if (found) done(found[0]);
    };
    server.stdout.on('data', read);
    server.stderr.on('data', read);
    server.on('exit', (code) => failed(new Error(`ripen serve ended with ${code}`)));
  });
  return { server, url };
}

/* The same card with the weight of its first two groups moved, always another. */
function moved(card, i) {
  const shift = ((i % 40) - 20) / 10 || 0.1;
  const groups = card.groups.map((group, g) => ({
    ...group,
    weight_pct: group.weight_pct + (g === 0 ? shift : g === 1 ? -shift : 0),
  }));
  return { ...card, groups };
}

/* Milliseconds of processor that the server has used: what else the machine does hardly moves it. */
function cpuMs(pid) {
  const words = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(words[11]) + Number(words[12])) * 10;
}

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];

const headers = { authorization: `Bearer ${makeKey()}`, 'content-type': 'application/json' };
const { server, url } = await start();
try {
  const card = await (await fetch(`${url}/api/v1/cards/health`, { headers })).json();
  const times = [];
  let bytes = 0;
  let accounts = 0;
  let cpu = 0;
  for (let i = 0; i <= WARM + ASKED; i++) {
    const body = JSON.stringify({ cards: [moved(card, i)] });
    const began = performance.now();
    const reply = await fetch(`${url}/api/v1/what-if`, { method: 'POST', headers, body });
    const text = await reply.text();
    if (i === WARM) cpu = cpuMs(server.pid);
    if (i > WARM) times.push(performance.now() - began);
    if (!reply.ok) throw new Error(text);
    bytes = text.length;
    accounts = JSON.parse(text).matrix.customers;
  }
  const own = (cpuMs(server.pid) - cpu) / ASKED;
  times.sort((a, b) => a - b);
  const [half, p99] = [at(times, 0.5), at(times, 0.99)];
  console.log(`${accounts.toLocaleString('en')} accounts, ${ASKED} questions one after the other, ${(bytes / 1000).toFixed(0)} kB each, ${own.toFixed(1)} ms of the server's processor each
  median ${half.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, longest ${times.at(-1).toFixed(1)} ms; target ${TARGET_MS} ms at p99: ${p99 <= TARGET_MS ? 'met' : 'MISSED'}`);
} finally {
  server.kill();
}
