// Which endpoints were called, over all workers: one line a call in a file that the run starts empty.
import { appendFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';

const folder = new URL('../test-results/', import.meta.url);
const file = new URL('../test-results/api-calls.txt', import.meta.url);

export function clearCalls(): void {
  rmSync(file, { force: true });
}

/** endpoint: "GET /api/v1/accounts/{key}", as the OpenAPI text writes it. */
export function recordCall(endpoint: string, status: number): void {
  mkdirSync(folder, { recursive: true });
  appendFileSync(file, `${status} ${endpoint}\n`);
}

/** Endpoints that answered at least once with success. */
export function succeededCalls(): Set<string> {
  const lines = readFileSync(file, 'utf8').split('\n');
  return new Set(lines.filter((line) => /^(2|303)/.test(line)).map((line) => line.slice(4)));
}
