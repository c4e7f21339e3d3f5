import type { Schema } from '@/lib/api';

type Card = Schema<'Card'>;
type Measure = Schema<'CardMeasure'>;

export interface CardScore {
  /** null: less of the weight is present than the card asks for. */
  score: number | null;
  band: string | null;
  coverage_pct: number;
  groups: { id: string; label: string; score: number | null }[];
}

/** The scale of a measure: straight lines between its points, level beyond the first and the last. */
export function onScale({ scale }: Pick<Measure, 'scale'>, value: number): number {
  const after = scale.findIndex((point) => point.value >= value);
  const right = scale[after];
  const left = scale[after - 1];
  if (!right) return scale.at(-1)?.score ?? value;
  if (!left) return right.score;
  const share = (value - left.value) / (right.value - left.value);
  return left.score + share * (right.score - left.score);
}

/** A band ends before its upper edge; the last one includes it. */
export function bandAt(bands: Card['bands'], score: number) {
  return bands.find(({ to }) => score < to) ?? bands.at(-1);
}

function weightedMean(parts: { weight: number; score: number | null }[]) {
  const present = parts.filter((part): part is { weight: number; score: number } => part.score !== null);
  const weight = present.reduce((sum, part) => sum + part.weight, 0);
  return weight > 0 ? present.reduce((sum, part) => sum + part.weight * part.score, 0) / weight : null;
}

/** What the server will make of these values: for a preview while someone is still choosing them. */
export function scoreCard(card: Card, read: (measure: Measure) => number | null): CardScore {
  let present = 0;
  const groups = card.groups.map((group) => {
    const parts = group.measures.map((measure) => {
      const value = read(measure);
      if (value !== null) present += (group.weight_pct * measure.weight_pct) / 100;
      return { weight: measure.weight_pct, score: value === null ? null : onScale(measure, value) };
    });
    return { id: group.id, label: group.label, weight: group.weight_pct, score: weightedMean(parts) };
  });
  const score = present < card.min_coverage_pct ? null : weightedMean(groups);
  return {
    score,
    band: score === null ? null : (bandAt(card.bands, score)?.id ?? null),
    coverage_pct: present,
    groups,
  };
}
