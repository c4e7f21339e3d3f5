/** The weights of a level, in per cent: they add up to 100, or the server refuses the card. */
const SLACK = 0.01;
const STEPS = 10; // weights are given to a tenth

export const sumOf = (weights: number[]) => weights.reduce((sum, weight) => sum + weight, 0);

export const isWhole = (weights: number[]) => Math.abs(sumOf(weights) - 100) <= SLACK;

/** The same proportions adding up to 100; what rounding leaves over goes to the heaviest. */
export function distributeRest(weights: number[]): number[] {
  const sum = sumOf(weights);
  const shares = weights.map((weight) => (sum > 0 ? (weight / sum) * 100 : 100 / weights.length));
  const rounded = shares.map((share) => Math.round(share * STEPS) / STEPS);
  const heaviest = rounded.indexOf(Math.max(...rounded));
  const rest = 100 - sumOf(rounded);
  return rounded.map((weight, at) =>
    at === heaviest ? Math.round((weight + rest) * STEPS) / STEPS : weight,
  );
}
