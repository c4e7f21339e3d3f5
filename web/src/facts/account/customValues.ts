import type { Schema } from '@/lib/api';

type CustomField = Schema<'CustomField'>;
export type Custom = Record<string, unknown>;

export const inputName = ({ name }: CustomField) => `custom.${name}`;

function read({ type }: CustomField, text: string): unknown {
  if (text === '') return null;
  if (type === 'number') return Number(text);
  if (type === 'boolean') return text === 'true';
  return text;
}

/** The whole custom object as the form has it; null when it says the same as before. */
export function customOf(fields: CustomField[], before: Custom, form: FormData): Custom | null {
  const given = fields.map((field) => [
    field.name,
    read(field, String(form.get(inputName(field)) ?? '').trim()),
  ]) as [string, unknown][];
  if (given.every(([name, value]) => value === (before[name] ?? null))) return null;
  const known = given.filter(([, value]) => value !== null);
  const gone = new Set(given.map(([name]) => name));
  const others = Object.entries(before).filter(([name]) => !gone.has(name));
  return Object.fromEntries([...others, ...known]);
}
