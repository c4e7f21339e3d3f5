/** Between a fact's values and the texts of its form. Money is cents in the API and whole units in a form. */
import type { FieldRow } from './fieldTable.ts';

export type Values = Record<string, unknown>;

const CENTS = 100;
/** Stands between the keys of several: no key has a new line. */
export const KEY_DIVIDER = '\n';

/** A moment as the input for a local date and time wants it. */
export function localTime(time: string | number): string {
  const moment = new Date(time);
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function readNumber({ type }: FieldRow, text: string): number {
  const value = Number(text.replace(/[^\d.eE+-]/g, ''));
  return type === 'money' ? Math.round(value * CENTS) : value;
}

/** What an input says; null when it says nothing. */
export function readField(row: FieldRow, text: string): unknown {
  const said = text.trim();
  switch (row.type) {
    case 'yesno':
      return said !== '';
    case 'choices':
    case 'keys':
      return said.split(KEY_DIVIDER).filter(Boolean);
    default:
      if (said === '') return null;
  }
  switch (row.type) {
    case 'whole':
    case 'number':
    case 'money':
      return readNumber(row, said);
    case 'time':
      return new Date(said).toISOString();
    default:
      return said;
  }
}

/** The text that an input starts with. */
export function fieldText(row: FieldRow, value: unknown): string {
  if (value === null || value === undefined || value === false) return '';
  switch (row.type) {
    case 'choices':
    case 'keys':
      return (value as string[]).join(KEY_DIVIDER);
    case 'money':
      return String((value as number) / CENTS);
    case 'time':
      return localTime(value as string);
    case 'yesno':
      return 'on';
    default:
      return String(value);
  }
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/**
 * What the form says otherwise than the fact; before a fact is there, all that the form says. An input that still
 * has its first text changes nothing: a time in a form has no seconds, and must not lose them so.
 */
export function changesOf(rows: FieldRow[], before: Values | undefined, form: FormData): Values {
  const changes: Values = {};
  for (const row of rows) {
    const said = readField(row, String(form.get(row.name) ?? ''));
    const stood = readField(row, fieldText(row, before?.[row.name]));
    const isNothing = said === null || isSame(said, []);
    if (before ? !isSame(said, stood) : !isNothing) changes[row.name] = said;
  }
  return changes;
}
