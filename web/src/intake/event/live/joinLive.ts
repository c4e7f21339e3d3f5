import type { components } from '../../../lib/api-types.ts';

export type LiveEvent = components['schemas']['LiveEvent'];

export interface Live {
  /** Newest first. */
  events: LiveEvent[];
  /** Of the last event that was there, shown or not. */
  last: number;
  /** How many came since the page was opened that the server did not keep to be looked at. */
  missed: number;
}

const KEPT = 1000;

/** What came behind what is there already. A server that started anew counts from 1 again. */
export function joinLive(
  before: Live | undefined,
  { last, events }: components['schemas']['LiveEvents'],
): Live {
  const isAnew = before === undefined || last < before.last;
  const newer = isAnew ? events : events.filter(({ seq }) => seq > before.last);
  const old = isAnew ? [] : before.events;
  return {
    events: [...newer.toReversed(), ...old].slice(0, KEPT),
    last,
    missed: isAnew ? 0 : before.missed + Math.max(0, last - before.last - newer.length),
  };
}
