import { formatDay, formatTime, isDay } from '../../lib/day.ts';
import { sayWord, sentence } from '../../lib/words.ts';

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
  publish: 'Published',
  retire: 'Retired',
  order: 'Put in order',
};
const kinds: Record<string, string> = {
  key: 'API key',
  user: 'person',
  churn: 'churn record',
  card: 'scorecard',
  metric: 'metric of your own',
  touch: 'campaign touch',
  advocacy: 'act of advocacy',
  view: 'saved view',
  event: 'usage event',
};
const sayKind = (kind: string) => kinds[kind] ?? kind.replaceAll('_', ' ');

/** What the log may be narrowed to, in groups: the facts, how they are scored, and who works with them. */
export const kindChoices = [
  {
    group: 'Facts',
    of: [
      'account',
      'contact',
      'subscription',
      'invoice',
      'ticket',
      'interaction',
      'assessment',
      'churn',
      'usage',
      'event',
      'goal',
      'measurement',
      'touch',
      'advocacy',
      'opportunity',
      'custom_field',
    ],
  },
  { group: 'Scoring', of: ['card', 'matrix', 'segment', 'metric', 'settings', 'view'] },
  { group: 'Access and work', of: ['user', 'key', 'mapping', 'job'] },
].map(({ group, of }) => ({ group, items: of.map((value) => ({ value, label: sentence(sayKind(value)) })) }));

/** What somebody did, from the words of the log: "update custom_field" → "Changed custom field". */
export function sayEntry(action: string, kind: string): string {
  const whole = entries[`${action} ${kind}`];
  return whole ?? `${actions[action] ?? sayWord(action)} ${sayKind(kind)}`;
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
