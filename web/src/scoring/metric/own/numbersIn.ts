import type { Schema } from '@/lib/api';

type Arrived = Pick<Schema<'LiveEvent'>, 'name' | 'json'>;

const DEEP = 4;
/** What the server takes for a number: one, or a text that is exactly one. */
const WRITTEN = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

const isNumber = (value: unknown) =>
  typeof value === 'number' || (typeof value === 'string' && WRITTEN.test(value));

function collect(value: unknown, path: string, paths: Set<string>, deep = 0) {
  if (isNumber(value)) paths.add(path);
  if (typeof value !== 'object' || value === null || Array.isArray(value) || deep === DEEP) return;
  // A dot in a name would be taken for a step into an object.
  for (const [name, member] of Object.entries(value))
    if (name !== '' && !name.includes('.')) collect(member, `${path}.${name}`, paths, deep + 1);
}

function propertiesOf(json: string): unknown {
  try {
    return (JSON.parse(json) as { properties?: unknown }).properties;
  } catch {
    return undefined; // a long event is cut off
  }
}

/** The paths of numbers in events that came in, of those that a condition names if it names any. */
export function numbersIn(events: Arrived[], condition: string): string[] {
  const named = events.filter(({ name }) => name && condition.includes(`"${name}"`));
  const paths = new Set<string>();
  for (const { json } of named.length > 0 ? named : events)
    collect(propertiesOf(json ?? ''), 'properties', paths);
  return [...paths].toSorted();
}
