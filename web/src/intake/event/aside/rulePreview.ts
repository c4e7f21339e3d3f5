/**
 * What a rule would do to events that were set aside, reckoned from their texts: so that a rule is
 * seen to fit before it is made. The server's own reckoning is src/intake/apply/mend.c.
 */
import type { components } from '../../../lib/api-types.ts';

export type Rule = components['schemas']['MendInput'];

interface Aside {
  source: string | null;
  type: string;
  name: string | null;
  reason: string;
  event: string;
}

/** As mend.h says: exactly, or with a * at its end all that begin so. */
export const nameFits = (pattern: string, name: string | null) =>
  name !== null && (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern);

export const fits = (rule: Rule, { source, type, name, reason }: Aside) =>
  (!rule.source || rule.source === source) &&
  (!rule.type || rule.type === type) &&
  (!rule.name || nameFits(rule.name, name)) &&
  (!rule.reason || rule.reason === reason);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parse(event: string): unknown {
  try {
    return JSON.parse(event);
  } catch {
    return undefined; // It was cut off.
  }
}

/** The text or whole number at "properties.company.id"; undefined when there is none. */
export function valueAt(event: string, path: string): string | undefined {
  let at = parse(event);
  for (const name of path.split('.')) at = isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined;
  if (typeof at === 'string' && at !== '') return at;
  return typeof at === 'number' && Number.isSafeInteger(at) ? String(at) : undefined;
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

export interface Preview {
  /** How many fit and were looked at. */
  fit: number;
  /** Of them, those with something at the path; all of them for another action. */
  helped: number;
  /** What stands there, the most frequent first. */
  values: { value: string; count: number }[];
}

/** Only counts what is given: the caller says if there is more. */
export function previewOf(rule: Rule, items: Aside[]): Preview {
  const fitting = items.filter((item) => fits(rule, item));
  if (rule.action !== 'account_from') return { fit: fitting.length, helped: fitting.length, values: [] };
  const counts = new Map<string, number>();
  for (const { event } of fitting) {
    const value = valueAt(event, rule.value ?? '');
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const values = [...counts].map(([value, count]) => ({ value, count }));
  return {
    fit: fitting.length,
    helped: values.reduce((sum, { count }) => sum + count, 0),
    values: values.sort((a, b) => b.count - a.count || a.value.localeCompare(b.value)),
  };
}
