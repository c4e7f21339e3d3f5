import type { Schema } from '@/lib/api';
import { scoreCard } from '@/scoring/card/cardScore';

export interface Lift {
  id: string;
  label: string;
  value: number;
  /** By how much the index rises when this rating rises by one step. */
  gain: number;
}

const NOTHING = 0.005;

/** Which ratings lift the index most, one step up each. Falling scales and full marks lift nothing. */
export function liftsOf(card: Schema<'Card'>, read: (rating: string) => number | null): Lift[] {
  const { score } = scoreCard(card, ({ ref }) => read(ref));
  if (score === null) return [];
  return card.groups
    .flatMap(({ measures }) => measures)
    .flatMap(({ ref, label }) => {
      const value = read(ref);
      if (value === null || value >= card.high) return [];
      const raised = scoreCard(card, (other) =>
        other.ref === ref ? Math.min(card.high, value + 1) : read(other.ref),
      );
      return [{ id: ref, label, value, gain: (raised.score ?? score) - score }];
    })
    .filter(({ gain }) => gain > NOTHING)
    .sort((a, b) => b.gain - a.gain);
}
