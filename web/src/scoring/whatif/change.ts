/**
 * What is tried: weights, edges of bands and points of scales that differ from the cards in force.
 * A trial is plain data that fits into the address, so that a link shows the same.
 */
import { roundToSum } from '../../lib/rounding.ts';

/** Of a scorecard, what is tried here and what that hangs on. */
export interface Tryable {
  key: string;
  low: number;
  high: number;
  min_coverage_pct: number;
  bands: { from: number; to: number }[];
  groups: {
    id: string;
    weight_pct: number;
    measures: {
      id: string;
      weight_pct: number;
      scale: ScalePoint[];
      stages: { from_months: number; scale: ScalePoint[] }[];
    }[];
  }[];
}

export interface ScalePoint {
  value: number;
  score: number;
}

/** Numbers by place: `w.health` are the weights of its groups, `w.health.adoption` those of a group's
 * measures, `e.health` the two edges between its bands, `c.health` its least coverage, `p.health.seat_use` the
 * scores of a scale, `p.health.seat_use.9` those of the scale that takes over after nine months. */
export type Trial = Record<string, number[]>;

const WEIGHT_LEAST = 0.5;

export const weightsOf = (card: Tryable, group?: string) => ['w', card.key, group].filter(Boolean).join('.');
export const edgesOf = (card: Tryable) => `e.${card.key}`;
export const coverageOf = (card: Tryable) => `c.${card.key}`;
export const pointsOf = (card: Tryable, measure: string, fromMonths?: number) =>
  ['p', card.key, measure, fromMonths].filter((part) => part !== undefined).join('.');

/** `w.health:40,60;e.health:50,70`, as it stands in the address. */
export const writeTrial = (trial: Trial) =>
  Object.entries(trial)
    .map(([place, values]) => `${place}:${values.join()}`)
    .join(';');

export function readTrial(text: string): Trial {
  const trial: Trial = {};
  for (const part of text.split(';')) {
    const [place = '', list = ''] = part.split(':');
    const values = list.split(',').map(Number);
    if (/^[wecp]\.\S+$/.test(place) && list !== '' && values.every(Number.isFinite)) trial[place] = values;
  }
  return trial;
}

/** One weight set by hand; the others keep their proportions, and all add up to 100. */
export function rebalance(weights: number[], at: number, value: number): number[] {
  if (weights.length < 2) return [100];
  const own = Math.min(Math.max(value, WEIGHT_LEAST), mostWeight(weights.length));
  const shares = weights.map((weight, i) => (i === at ? own : weight));
  // Whoever would fall below the least stays there, and the others share what is left.
  const isHeld = shares.map((_, i) => i === at);
  for (let isDone = false; !isDone; ) {
    const held = shares.reduce((sum, share, i) => (isHeld[i] ? sum + share : sum), 0);
    const free = weights.reduce((sum, weight, i) => (isHeld[i] ? sum : sum + weight), 0);
    isDone = true;
    for (const [i, weight] of weights.entries()) {
      if (isHeld[i]) continue;
      shares[i] = (weight / free) * (100 - held);
    }
    for (const [i, share] of shares.entries()) {
      if (isHeld[i] || share >= WEIGHT_LEAST) continue;
      shares[i] = WEIGHT_LEAST;
      isHeld[i] = true;
      isDone = false;
    }
  }
  return roundToSum(shares, 1);
}

/** The most that one weight of so many can be. */
export const mostWeight = (n: number) => 100 - WEIGHT_LEAST * (n - 1);

/** Where an edge may go: between its neighbours. */
export function edgeRange(
  edges: number[],
  at: number,
  card: Tryable,
): { from: number; to: number; step: number } {
  const step = (card.high - card.low) / 200;
  return {
    from: (edges[at - 1] ?? card.low) + step,
    to: (edges[at + 1] ?? card.high) - step,
    step,
  };
}

/** Where a point may go without turning the scale around: between the points beside it. */
export function pointRange(scores: number[], at: number, card: Tryable): { from: number; to: number } {
  const rises = (scores.at(-1) ?? 0) >= (scores[0] ?? 0);
  const before = scores[at - 1] ?? (rises ? card.low : card.high);
  const after = scores[at + 1] ?? (rises ? card.high : card.low);
  return { from: Math.min(before, after), to: Math.max(before, after) };
}

export const cardWeights = (card: Tryable) => card.groups.map(({ weight_pct }) => weight_pct);
export const cardEdges = (card: Tryable) => card.bands.slice(1).map(({ from }) => from);

/** The card with what is tried; the very same object where nothing concerns it. */
export function applyTrial<C extends Tryable>(card: C, trial: Trial): C {
  const fits = (values: number[] | undefined, n: number) => (values?.length === n ? values : undefined);
  const weights = fits(trial[weightsOf(card)], card.groups.length);
  const edges = fits(trial[edgesOf(card)], card.bands.length - 1);
  const coverage = fits(trial[coverageOf(card)], 1);
  let isChanged = (weights ?? edges ?? coverage) !== undefined;

  const scaled = (scale: ScalePoint[], place: string) => {
    const scores = fits(trial[place], scale.length);
    isChanged ||= scores !== undefined;
    return scale.map((point, p) => ({ ...point, score: scores?.[p] ?? point.score }));
  };

  const groups = card.groups.map((group, g) => {
    const own = fits(trial[weightsOf(card, group.id)], group.measures.length);
    isChanged ||= own !== undefined;
    const measures = group.measures.map((measure, m) => ({
      ...measure,
      weight_pct: own?.[m] ?? measure.weight_pct,
      scale: scaled(measure.scale, pointsOf(card, measure.id)),
      stages: measure.stages.map((stage) => ({
        ...stage,
        scale: scaled(stage.scale, pointsOf(card, measure.id, stage.from_months)),
      })),
    }));
    return { ...group, weight_pct: weights?.[g] ?? group.weight_pct, measures };
  });
  if (!isChanged) return card;
  return {
    ...card,
    min_coverage_pct: coverage?.[0] ?? card.min_coverage_pct,
    groups,
    bands: card.bands.map((band, b) => ({
      ...band,
      from: edges?.[b - 1] ?? band.from,
      to: edges?.[b] ?? band.to,
    })),
  };
}
