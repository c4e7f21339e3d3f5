#!/usr/bin/env node
/* Events over HTTP: wrk on the same machine, message ids all different, every answer after a full fsync, and the
 * rows counted in the store afterwards; beside it, in the same run, what a team would write (events_node.mjs).
 *
 *     bench/events.mjs [seconds of each load, 10]
 *
 * Goals: 300,000 events a second at 100 a request (aim 500,000), 50,000 at one; at half that load 99 of 100 answers
 * within 10 ms; under 300 MB; at most 60 bytes an event on disk. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';

const root = new URL('..', import.meta.url).pathname;
const RIPEN = `${root}build/ripen`;
const DATA = `${root}build-bench/events`;
const SECONDS = Number(process.argv[2] ?? 10);
const GOALS = { batched: 300_000, single: 50_000, p99_ms: 10, memory_mb: 300, event_bytes: 60 };

const ripen = (...words) => execFileSync(RIPEN, [...words, '--data', DATA], { encoding: 'utf8' });
const whole = (n) => Math.round(n).toLocaleString('en');
const told = (isMet) => (isMet ? 'met' : 'MISSED');

/* The child, once it has printed what it should. */
function start(command, words, pattern) {
  const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'ignore'] });
  child.text = '';
  return new Promise((done, failed) => {
    child.stdout.on('data', (chunk) => {
      child.text += chunk;
      const found = child.text.match(pattern);
      if (found) done({ child, found: found[1] });
    });
    child.on('exit', (code) => failed(new Error(`${command} ended with ${code}: ${child.text}`)));
  });
}

async function stop(child) {
  const ended = new Promise((done) => child.once('close', done));
  child.removeAllListeners('exit');
  child.kill('SIGTERM');
  await ended;
}

let seed = Date.now() % 1000;

/* Milliseconds of processor that a process has used: what else the machine does hardly moves it. */
function cpuMs(pid) {
  const words = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(words[11]) + Number(words[12])) * 10;
}

/* Load for some seconds; connections wait between requests if waitMs is given. */
function load(url, key, { perRequest, connections, waitMs = 0, seconds = SECONDS }) {
  const words = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '-s', `${root}bench/events.lua`, url, '--'];
  const args = [...words, key, perRequest, waitMs, ++seed].map(String);
  const child = spawn('wrk', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  return new Promise((done, failed) => {
    child.on('error', () => failed(new Error('wrk is not there: apt-get install wrk')));
    child.on('close', () => {
      const result = JSON.parse(text.match(/RESULT (.*)/)?.[1] ?? failed(new Error(text)));
      const good = result.requests - result.bad;
      done({ ...result, good, acknowledged: good * perRequest, rate: (good * perRequest) / result.seconds });
    });
  });
}

/* A load of about half of `rate` requests a second, whose answers are what is looked at. */
function halfLoad(url, key, rate, options) {
  const waitMs = Math.max(1, Math.round((1000 * options.connections) / (rate / 2)) - 1);
  return load(url, key, { ...options, waitMs });
}

const folderBytes = (path) =>
  readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(`${entry.parentPath ?? entry.path}/${entry.name}`).size, 0);

const peakMb = (pid) => Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmHWM:\s+(\d+)/)[1]) / 1024;

/* What the source has counted, when that does not change any more. */
async function stored(url, headers, least) {
  for (let before = -1; ; ) {
    const source = await (await fetch(`${url}/api/v1/sources/bench`, { headers })).json();
    if (source.events >= least && source.events === before) return source;
    before = source.events;
    await new Promise((done) => setTimeout(done, 1000));
  }
}

async function measureRipen() {
  rmSync(DATA, { recursive: true, force: true });
  mkdirSync(DATA, { recursive: true });
  ripen('source', 'add', 'bench', '--unknown-accounts', 'create');
  const secret = ripen('key', 'add', 'bench', '--scopes', 'import:read', '--role', 'viewer').match(/rpn_[\w-]+/)[0];
  const key = JSON.parse(ripen('source', 'list', '--format', 'json'))[0].write_key;
  const { child, found: url } = await start(RIPEN, ['serve', '--data', DATA, '--port', '0'], /listening on (http\S+)/);
  const headers = { authorization: `Bearer ${secret}` };
  const measured = async (options) => {
    const before = cpuMs(child.pid);
    const run = await load(url, key, options);
    all += run.acknowledged;
    const source = await stored(url, headers, all);
    return { ...run, source, cpu_us: (1000 * (cpuMs(child.pid) - before)) / run.acknowledged };
  };
  let all = 0;
  const batched = await measured({ perRequest: 100, connections: 24 });
  const bytes = folderBytes(`${DATA}/events`) / batched.source.events;
  const single = await measured({ perRequest: 1, connections: 128 });
  const half = await halfLoad(url, key, batched.good / batched.seconds, { perRequest: 100, connections: 24 });
  const singleHalf = await halfLoad(url, key, single.good / single.seconds, { perRequest: 1, connections: 128 });
  all += half.acknowledged + singleHalf.acknowledged;
  const end = await stored(url, headers, all);
  const memory = peakMb(child.pid);
  await stop(child);
  const whole_bytes = folderBytes(DATA) / end.events;
  return { batched, single, half, singleHalf, bytes, whole_bytes, memory, all, end };
}

async function measureNode(perRequest, connections) {
  const file = `${DATA}/node.db`;
  rmSync(file, { force: true });
  const { child, found: port } = await start(process.execPath, [`${root}bench/events_node.mjs`, file], /port (\d+)/);
  const run = await load(`http://127.0.0.1:${port}`, 'key', { perRequest, connections });
  await stop(child);
  const inStore = Number(child.text.match(/stored (\d+)/)[1]);
  if (inStore < run.acknowledged) throw new Error(`${inStore} stored, ${run.acknowledged} acknowledged`);
  for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
  return run;
}

function line(what, run, goal) {
  const bad = run.bad || run.broken ? `, ${run.bad} refused, ${run.broken} broken` : '';
  const goals = goal ? `; goal ${whole(goal)}: ${told(run.rate >= goal)}` : '';
  const cpu = run.cpu_us ? `; ${run.cpu_us.toFixed(2)} µs of the server's processor an event` : '';
  console.log(`${what}: ${whole(run.rate)} events a second${goals}${cpu}; p50 ${run.p50_ms} ms, p99 ${run.p99_ms} ms${bad}`);
}

const r = await measureRipen();
line('100 a request', r.batched, GOALS.batched);
line('1 a request', r.single, GOALS.single);
line('100 a request, half load', r.half);
line('1 a request, half load', r.singleHalf);
const p99 = Math.max(r.half.p99_ms, r.singleHalf.p99_ms);
console.log(`p99 at half load: ${p99} ms; goal ${GOALS.p99_ms}: ${told(p99 < GOALS.p99_ms)}`);
console.log(`peak memory: ${whole(r.memory)} MB; goal ${GOALS.memory_mb}: ${told(r.memory < GOALS.memory_mb)}`);
console.log(
  `on disk: ${r.bytes.toFixed(1)} bytes an event (log and ids), ${r.whole_bytes.toFixed(1)} with the database; goal ${GOALS.event_bytes}: ${told(r.bytes <= GOALS.event_bytes)}`,
);
console.log(`acknowledged ${whole(r.all)}, in the store ${whole(r.end.events)} (${r.end.duplicates} more than once, ${r.end.set_aside} set aside)`);
const node = { batched: await measureNode(100, 24), single: await measureNode(1, 128) };
line('Node and better-sqlite3, 100 a request', node.batched);
line('Node and better-sqlite3, 1 a request', node.single);
console.log(
  `ratio: ${(r.batched.rate / node.batched.rate).toFixed(1)} times at 100 a request, ${(r.single.rate / node.single.rate).toFixed(1)} times at one`,
);
