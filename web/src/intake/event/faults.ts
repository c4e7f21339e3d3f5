import { sayWord } from '@/lib/words';

interface Fault {
  label: string;
  /** What to do about it. */
  remedy: string;
}

/** Why an event does not count, by the word of the API. */
const faults: Record<string, Fault> = {
  bad_type: {
    label: 'Unknown kind of call',
    remedy: 'The type must be track, identify, group, page, screen or alias. Correct it where it is sent.',
  },
  no_user: {
    label: 'No user',
    remedy: 'Send a userId, or an anonymousId before somebody logs in.',
  },
  no_name: { label: 'No event name', remedy: 'A track call needs the name of the event in “event”.' },
  no_group: { label: 'No group', remedy: 'A group call needs the account’s key in “groupId”.' },
  no_previous: { label: 'No previous id', remedy: 'An alias call needs the id before in “previousId”.' },
  bad_value: {
    label: 'A value of the wrong kind',
    remedy: 'Correct the member named where it is sent; ids and names are texts.',
  },
  twice: {
    label: 'A member is there twice',
    remedy: 'Nobody can say which of the two is meant. Send each member once.',
  },
  bad_time: {
    label: 'Not a time',
    remedy: 'Send times as 2026-03-31T09:30:00.000Z: with a zone, or Z for UTC.',
  },
  too_old: { label: 'Before 1990', remedy: 'The client’s clock is wrong, or the time is in other units.' },
  future: {
    label: 'In the future',
    remedy: 'It is more than a day ahead. Send “sentAt” beside it, so that a wrong clock can be corrected.',
  },
  too_large: {
    label: 'Too large',
    remedy: 'Send less of it: files and long texts do not belong in an event. The limit is a setting.',
  },
  too_deep: { label: 'Nested too deep', remedy: 'Send flatter properties. The limit is a setting.' },
  too_many: { label: 'Too many members', remedy: 'Send fewer properties. The limit is a setting.' },
  no_account: {
    label: 'No account',
    remedy:
      'Nothing says which account the user belongs to. Send a group call for the user, or “groupId” in the context; or make a rule that finds it in a property. A group call that comes later mends it by itself.',
  },
  unknown_account: {
    label: 'Unknown account',
    remedy:
      'There is no account with this key. It waits, and counts as soon as the account is there; or make a rule that names the right one.',
  },
  too_many_names: {
    label: 'Too many event names',
    remedy:
      'The catalogue is full, most likely of names with ids in them. Make a rule that renames those that begin alike.',
  },
  bad_key: {
    label: 'Not fit for a key',
    remedy:
      'A name, user or account is too long or has characters that a key may not have. Rename it by a rule.',
  },
  refused: {
    label: 'Refused by the facts',
    remedy: 'What it would change of a contact or account is not allowed; the sentence above says why.',
  },
};

export const faultLabel = (reason: string) => faults[reason]?.label ?? sayWord(reason);
export const faultRemedy = (reason: string) => faults[reason]?.remedy;
/** For a Select. */
export const faultChoices = Object.entries(faults).map(([value, { label }]) => ({ value, label }));

export const eventTypes = ['track', 'identify', 'group', 'page', 'screen', 'alias'] as const;
export type EventType = (typeof eventTypes)[number];
