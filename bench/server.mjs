/* A server on a data directory, for benches that ask over HTTP. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

export const root = new URL('..', import.meta.url).pathname;
const RIPEN = `${root}build/ripen`;

/* The data of nightly.py, which makes it if it is not there, and its last day. */
export const DAY = '2026-11-25';
export function nightlyData() {
  const data = `${root}build-bench/nightly`;
  if (!existsSync(`${data}/made`)) execFileSync(`${root}bench/nightly.py`, { stdio: 'inherit' });
  return data;
}

function makeKey(data, env) {
  const scopes = 'scores:read,scores:write,system:read';
  const words = ['key', 'add', `bench-${process.pid}`, '--scopes', scopes, '--role', 'manager', '--data', data];
  return execFileSync(RIPEN, words, { encoding: 'utf8', env }).match(/rpn_[\w-]+/)[0];
}

export class Server {
  /* day: what the server takes for today; undefined: the clock's. */
  static async start(data, day) {
    const s = new Server();
    s.env = day ? { ...process.env, RIPEN_NOW: `${day}T23:00:00Z` } : process.env;
    s.headers = { authorization: `Bearer ${makeKey(data, s.env)}`, 'content-type': 'application/json' };
    s.child = spawn(RIPEN, ['serve', '--data', data, '--port', '0'], { env: s.env, stdio: ['ignore', 'pipe', 'pipe'] });
    s.url = await new Promise((done, failed) => {
      const read = (chunk) => {
        const found = String(chunk).match(/http:\/\/[\d.:]+/);
        if (found) done(found[0]);
      };
      s.child.stdout.on('data', read);
      s.child.stderr.on('data', read);
      s.child.on('exit', (code) => failed(new Error(`ripen serve ended with ${code}`)));
    });
    return s;
  }

  async ask(method, path, body) {
    const reply = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: this.headers,
      body: body && JSON.stringify(body),
    });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${method} ${path}: ${text}`);
    return text;
  }

  /* Milliseconds of processor that the server has used: what else the machine does hardly moves it. */
  cpuMs() {
    const words = readFileSync(`/proc/${this.child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(words[11]) + Number(words[12])) * 10;
  }

  stop() {
    this.child.kill();
  }
}
