/** Where in an event an account's key could stand: what a rule is offered. */
import type { components } from '../../../lib/api-types.ts';

export type Rule = components['schemas']['MendInput'];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parse(event: string): unknown {
  try {
    return JSON.parse(event);
  } catch {
    return undefined; // It was cut off.
  }
}

const PARTS = ['properties', 'traits', 'context'];
const DEEPEST = 4;

/** Every path of an event at which an account's key could stand. */
export function pathsOf(event: string): string[] {
  const found: string[] = [];
  const walk = (value: unknown, path: string, depth: number) => {
    if (isObject(value)) {
      if (depth < DEEPEST)
        for (const [name, inner] of Object.entries(value))
          if (!name.includes('.')) walk(inner, `${path}.${name}`, depth + 1);
    } else if ((typeof value === 'string' && value !== '') || Number.isSafeInteger(value)) found.push(path);
  };
  const root = parse(event);
  if (isObject(root)) for (const part of PARTS) walk(root[part], part, 0);
  return found;
}

const likely = /compan|account|organi[sz]ation|org_?id|tenant|workspace|customer|team|group|client/i;
/** The path that most likely names the account. */
export const likelyPath = (event: string) => pathsOf(event).find((path) => likely.test(path));
