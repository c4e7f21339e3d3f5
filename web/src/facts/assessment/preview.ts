import type { Schema } from '@/lib/api';
import { daysBetween } from '@/lib/day';
import { type CardScore, scoreCard } from '@/scoring/card/cardScore';
import { type Assessment, type Basis, lastRating } from './useAssessments';

/** For so long a rating by interview or observation outranks what a customer says of itself. */
const OUTRANKS_DAYS = 180;

export interface Draft {
  ratings: Record<string, number>;
  day: string;
  basis: Basis;
}

type Last = ReturnType<typeof lastRating>;

/** Whether a rating given before still counts although the draft rates the same. */
function holds(last: NonNullable<Last>, { day, basis }: Draft): boolean {
  if (basis === 'survey' && last.basis !== 'survey') return daysBetween(last.day, day) <= OUTRANKS_DAYS;
  return last.day > day;
}

/** The index as it will stand when the draft is saved: new ratings where given, else the last ones. */
export function previewOf(card: Schema<'Card'>, assessments: Assessment[], draft: Draft): CardScore {
  return scoreCard(card, ({ ref }) => {
    const last = lastRating(assessments, ref);
    const value = draft.ratings[ref];
    if (value === undefined || (last && holds(last, draft))) return last?.value ?? null;
    return value;
  });
}

/** How many of the draft's ratings will not count because a better or later one holds. */
export function outranked(assessments: Assessment[], draft: Draft): number {
  return Object.keys(draft.ratings).filter((id) => {
    const last = lastRating(assessments, id);
    return last && holds(last, draft);
  }).length;
}
