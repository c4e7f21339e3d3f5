import { roundToSum } from '@/lib/rounding';
import type { Dictionary, Score } from './useStanding';

type Group = Score['groups'][number];
type Measure = Group['measures'][number];

export interface WhyMeasure extends Measure {
  isKnown: boolean;
  /** Points as written: rounded so that they add up. */
  shown: number;
  /** The points it could bring at most, as its weight stands now. */
  most: number;
}
export interface WhyGroup extends Omit<Group, 'measures'> {
  shown: number;
  most: number;
  measures: WhyMeasure[];
}

/** A score taken apart for showing: the written points of measures, groups and card add up. */
export function whyOf({ groups }: Score, high: number, decimals: number): WhyGroup[] {
  const shown = roundToSum(
    groups.flatMap(({ measures }) => measures.map(({ points }) => points)),
    decimals,
  );
  let at = 0;
  return groups.map((group) => {
    const measures = group.measures.map((measure) => ({
      ...measure,
      isKnown: measure.score !== null,
      shown: shown[at++] ?? 0,
      most: (measure.effective_weight_pct * high) / 100,
    }));
    return {
      ...group,
      measures,
      shown: measures.reduce((sum, measure) => sum + measure.shown, 0),
      most: (group.effective_weight_pct * high) / 100,
    };
  });
}

/** The measures that cost most points, worst first. */
export function worst(groups: WhyGroup[], count: number): WhyMeasure[] {
  return groups
    .flatMap(({ measures }) => measures)
    .filter(({ isKnown, most, points }) => isKnown && most - points >= most / 4)
    .sort((a, b) => b.most - b.points - (a.most - a.points))
    .slice(0, count);
}

/** What would make a missing measure known: the server's note, else the facts its metric needs. */
export function remedy(measure: Measure, dictionary: Dictionary): string {
  if (measure.note) return measure.note;
  const facts = measure.metric ? dictionary.get(measure.metric)?.facts : undefined;
  return facts && facts.length > 0 ? `Needs ${facts.join(' and ')}.` : 'Nothing is known to compute it from.';
}

export interface Step {
  /** What to do, or what is lacking, in the server's words. */
  text: string;
  /** The measures that it would make known. */
  labels: string[];
  /** What share of the card that is. */
  share: number;
}

/** What is not known, by what would make it known: the step that brings most of the card first. */
export function missingSteps(score: Score, dictionary: Dictionary): Step[] {
  const steps = new Map<string, Step>();
  for (const group of score.groups)
    for (const measure of group.measures) {
      if (measure.score !== null) continue;
      const text = remedy(measure, dictionary);
      const step = steps.get(text) ?? { text, labels: [], share: 0 };
      step.labels.push(measure.label);
      step.share += (group.weight_pct * measure.weight_pct) / 100;
      steps.set(text, step);
    }
  return [...steps.values()].sort((a, b) => b.share - a.share);
}
