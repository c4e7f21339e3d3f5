import { formatDay, formatTime, isDay } from '../../lib/day.ts';
import { sayWord } from '../../lib/words.ts';

/** Entries that are no creation, change or deletion of the thing they name. */
const entries: Record<string, string> = {
  'login user': 'Logged in',
  'reset password user': 'Reset the password',
  'change password user': 'Changed the password',
};
const actions: Record<string, string> = {
  create: 'Added',
  update: 'Changed',
  delete: 'Deleted',
  import: 'Imported',
  cancel: 'Cancelled',
  retry: 'Started again',
};
const kinds: Record<string, string> = { key: 'API key', user: 'person', churn: 'churn record' };

/** What somebody did, from the words of the log: "update custom_field" → "Changed custom field". */
export function sayEntry(action: string, kind: string): string {
  const whole = entries[`${action} ${kind}`];
  return whole ?? `${actions[action] ?? sayWord(action)} ${kinds[kind] ?? kind.replaceAll('_', ' ')}`;
}

/** The name of a field without the marks of its type and unit: is_disabled → Disabled. */
const fields: Record<string, string> = { id: 'Number', email: 'E-mail' };
export const sayField = (name: string) =>
  fields[name] ?? sayWord(name.replace(/^(is|has)_/, '').replace(/_(cents|pct)$/, ''));

const CENTS = 100;
const isTime = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/** A value as it was kept, with the unit that its field's name tells. */
export function sayValue(name: string, value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number' && name.endsWith('_cents')) return (value / CENTS).toFixed(2);
  if (typeof value === 'number' && name.endsWith('_pct')) return `${value} %`;
  if (typeof value !== 'string') return JSON.stringify(value);
  if (isDay(value)) return formatDay(value);
  return isTime.test(value) ? formatTime(value) : value;
}
