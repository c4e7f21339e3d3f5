import { useScope } from '@/forecast/scope/useScope';
import { isDay } from '@/lib/day';

export const SEGMENTS = 'segment';
const cohortSizes = ['year', 'quarter', 'month'] as const;
export type CohortSize = (typeof cohortSizes)[number];

const sizeOf = (text: string | undefined) => cohortSizes.find((size) => size === text);

/** A whole number of an address; undefined if it is none. */
const wholeOf = (text: string | undefined) => (text && /^\d{1,4}$/.test(text) ? Number(text) : undefined);

/** What the address chooses of curves, and what the server is asked for. */
export function useCurveChoices() {
  const scope = useScope();
  const { choice, filter } = scope;
  const by = choice('by');
  const segments = choice('segments')?.split(',').filter(Boolean) ?? [];
  const cohort = sizeOf(choice('cohort'));
  const watched = choice('watched_from');
  const isSegments = by === SEGMENTS;
  const query = {
    filter,
    by: isSegments || cohort ? undefined : by,
    segments: isSegments && !cohort ? segments : undefined,
    cohort,
    watched_from: isDay(watched) ? watched : undefined,
    period_months: wholeOf(choice('period_months')),
    horizon_months: wholeOf(choice('horizon_months')),
  };
  return {
    ...scope,
    segments,
    /** As the select has it: a field, segments, or a size of cohorts. */
    grouping: cohort ? `cohort ${cohort}` : (by ?? ''),
    setGrouping: (next: string) => {
      const size = sizeOf(next.replace(/^cohort /, ''));
      scope.choose({ by: size ? undefined : next, cohort: size, group: undefined });
    },
    /** Segments are to be compared, but none is named yet. */
    isWaiting: isSegments && !cohort && segments.length === 0,
    picked: choice('group'),
    query,
  };
}
export type CurveChoices = ReturnType<typeof useCurveChoices>;
