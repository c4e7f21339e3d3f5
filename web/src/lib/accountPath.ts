import type { Day } from './day';

/** An account's page, as of a day. */
export const accountPath = (key: string, day?: Day) =>
  `/accounts/${encodeURIComponent(key)}${day ? `?day=${day}` : ''}`;
