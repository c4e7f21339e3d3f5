import type { Schema } from '@/lib/api';
import { faultLabel } from '../faults';
import type { Rule } from './rulePaths';

export const actions: { value: Rule['action']; label: string; says: string }[] = [
  { value: 'account_from', label: 'Find the account in the event', says: 'Its account stands at' },
  { value: 'account', label: 'Give it to one account', says: 'It is of the account' },
  { value: 'rename', label: 'Give it another name', says: 'It is called' },
  { value: 'drop', label: 'Do not count it', says: 'It is not counted' },
];

/** "Track calls named “Login” of web, set aside as no account". */
export function whichEvents({ type, name, source, reason }: Schema<'Mend'> | Rule): string {
  const calls = type ? `${type.charAt(0).toUpperCase()}${type.slice(1)} calls` : 'All events';
  const named = name
    ? name.endsWith('*')
      ? ` that begin with “${name.slice(0, -1)}”`
      : ` named “${name}”`
    : '';
  const from = source ? ` of ${source}` : '';
  return `${calls}${named}${from}${reason ? `, set aside as ${faultLabel(reason).toLowerCase()}` : ''}`;
}

/** What a rule does, in a few words. */
export function whatItDoes({ action, value }: Schema<'Mend'> | Rule): string {
  const says = actions.find((one) => one.value === action)?.says ?? action;
  return action === 'drop' ? says : `${says} ${value ?? ''}`;
}
