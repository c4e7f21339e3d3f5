// The real program on a free port with a data directory of its own.
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = new URL('../..', import.meta.url).pathname;
const START_MS = 20_000;
const STOP_MS = 10_000;

/** When it is in the tests. */
export const NOW = '2026-01-31T12:00:00Z';
export const TODAY = NOW.slice(0, 10);

export const binary = join(root, process.env.RIPEN_BIN ?? 'build/ripen');

/** A new empty folder under the system's place for such. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'ripen-test-'));
}

const environment = { ...process.env, RIPEN_NOW: NOW, TZ: 'UTC' };

interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a command of the program to its end. */
export const ripen = (...words: string[]): Ended => ripenIn({}, ...words);

/** The same with more in the environment. */
export function ripenIn(more: Record<string, string>, ...words: string[]): Ended {
  const env = { ...environment, ...more };
  return spawnSync(binary, words, { env, encoding: 'utf8', timeout: 120_000 });
}

export class Server {
  readonly url: string;
  readonly dataDir: string;
  /** Given on the first start of an empty data directory only. */
  readonly oneTimePassword: string | undefined;
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #output: { text: string };

  private constructor(
    process: ChildProcessWithoutNullStreams,
    dataDir: string,
    output: { text: string },
    url: string,
  ) {
    this.#process = process;
    this.#output = output;
    this.dataDir = dataDir;
    this.url = url;
    this.oneTimePassword = /\b[a-z0-9]{5}(?:-[a-z0-9]{5}){3}\b/.exec(output.text)?.[0];
  }

  get pid(): number {
    return this.#process.pid ?? -1;
  }

  /** What the program has printed so far, on both streams. */
  get output(): string {
    return this.#output.text;
  }

  /** Starts serving a data directory and waits for the line that names the address. */
  static start(dataDir: string, ...options: string[]): Promise<Server> {
    return Server.startAt(NOW, dataDir, ...options);
  }

  /** The same at another time than the tests'. */
  static startAt(now = NOW, dataDir: string, ...options: string[]): Promise<Server> {
    const child = spawn(binary, ['serve', '--data', dataDir, '--port', '0', ...options], {
      env: { ...environment, RIPEN_NOW: now },
    });
    const output = { text: '' };
    return new Promise((resolve, reject) => {
      const giveUp = (why: string) => {
        child.kill('SIGKILL');
        reject(new Error(`${binary} serve ${why}; it printed:\n${output.text}`));
      };
      const timer = setTimeout(() => giveUp(`did not listen within ${START_MS} ms`), START_MS);
      const read = (chunk: Buffer) => {
        output.text += chunk;
        const url = /listening on (https?:\/\/\S+)\n/.exec(output.text)?.[1];
        if (url) {
          clearTimeout(timer);
          child.removeAllListeners('exit');
          resolve(new Server(child, dataDir, output, url));
        }
      };
      child.stdout.on('data', read);
      child.stderr.on('data', (chunk: Buffer) => {
        output.text += chunk;
      });
      child.once('error', (error) => giveUp(`does not start (${error.message}); build it with ./dev build`));
      child.once('exit', (status) => giveUp(`ended with status ${status}`));
    });
  }

  /** Asks it to stop, as an operator would; its exit status must be 0. */
  async stop(): Promise<void> {
    const child = this.#process;
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    if (child.exitCode === null) {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(timer);
    }
    if (child.exitCode !== 0)
      throw new Error(`the server ended with ${child.exitCode ?? child.signalCode}:\n${this.output}`);
  }

  /** As the power going off would. */
  async kill(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill('SIGKILL');
    await ended;
  }
}

/** A server on a new folder for as long as `use` takes. */
export async function withServer<T>(use: (server: Server) => Promise<T>, ...options: string[]): Promise<T> {
  const folder = temporaryFolder();
  const server = await Server.start(join(folder, 'data'), ...options);
  try {
    return await use(server);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
