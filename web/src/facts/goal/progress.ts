/** How far a goal has come, by the rules that the metrics follow (src/scoring/metric/goals.c). */
import { type Day, daysBetween } from '@/lib/day';
import type { Goal, Measurement } from './goalKind';

export interface Progress {
  /** The first day on which it was met. */
  met: Day | undefined;
  latest: Measurement | undefined;
  /** 0 … 1 of the way; undefined while nothing is measured, or for a goal in words. */
  part: number | undefined;
  /** Measurements from the first to the last. */
  course: Measurement[];
}

const isReached = ({ baseline, target }: Goal, value: number) =>
  target !== null && (baseline !== null && target < baseline ? value <= target : value >= target);

function partOf({ baseline, target }: Goal, value: number): number | undefined {
  const from = baseline ?? 0;
  if (target === null || target === from) return undefined;
  return Math.min(1, Math.max(0, (value - from) / (target - from)));
}

/** On a day: what lies behind it has not happened yet. */
export function progressOf(goal: Goal, measurements: Measurement[], day: Day): Progress {
  const course = measurements
    .filter((measurement) => measurement.goal === goal.key && measurement.day <= day)
    .toSorted((a, b) => a.day.localeCompare(b.day));
  const latest = course.at(-1);
  const reached = course.find(({ value }) => isReached(goal, value))?.day;
  const days = [reached, goal.met !== null && goal.met <= day ? goal.met : undefined].filter(
    (met) => met !== undefined,
  );
  const met = days.toSorted()[0];
  return { met, latest, course, part: met ? 1 : latest && partOf(goal, latest.value) };
}

export type GoalTone = 'good' | 'bad' | 'soon' | 'note';

/** In which state a goal is, in words. */
export function stateOf({ due }: Goal, { met, part }: Progress, day: Day): { tone: GoalTone; text: string } {
  if (met) {
    const late = due ? daysBetween(due, met) : 0;
    return { tone: 'good', text: late > 0 ? `met, ${late} d late` : 'met' };
  }
  if (!due) return { tone: 'note', text: 'open' };
  const left = daysBetween(day, due);
  if (left < 0) return { tone: 'bad', text: `${-left} d overdue` };
  const isClose = left <= 30 && (part ?? 0) < 0.8;
  return { tone: isClose ? 'soon' : 'note', text: left === 0 ? 'due today' : `due in ${left} d` };
}
