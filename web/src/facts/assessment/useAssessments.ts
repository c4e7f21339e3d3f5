import { useFacts } from '@/facts/list/useFacts';
import type { Schema } from '@/lib/api';
import type { Day } from '@/lib/day';

export type Assessment = Schema<'Assessment'>;

export const useAssessments = (account: string, day: Day | undefined) =>
  useFacts<Assessment>({ path: '/api/v1/assessments', happened: 'day', sort: '-day' }, { account, day });

/** A rating of an assessment by its id, such as charter_clarity; undefined when it was left out. */
export function ratingOf(assessment: Assessment, id: string): number | undefined {
  const value = (assessment as unknown as Record<string, unknown>)[id];
  return typeof value === 'number' ? value : undefined;
}

/** The latest value of a rating, of assessments sorted with the latest first. */
export function lastRating(assessments: Assessment[], id: string) {
  for (const assessment of assessments) {
    const value = ratingOf(assessment, id);
    if (value !== undefined) return { value, day: assessment.day, basis: assessment.basis };
  }
  return undefined;
}

export const bases = [
  { value: 'observed', label: 'Observed', hint: 'What you have seen yourself' },
  { value: 'interview', label: 'Interview', hint: 'A talk with the customer' },
  { value: 'survey', label: 'Survey', hint: 'What the customer says of itself' },
] as const;
export type Basis = (typeof bases)[number]['value'];
