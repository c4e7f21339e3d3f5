/**
 * Rounds so that the rounded parts still add up to the rounded sum: what was cut off most is
 * rounded up first. Parts written beside their total then leave nobody wondering. `total` is what
 * they are to add up to where that is not their sum: the difference of two scores that were rounded
 * before, which may be a unit or two off; then some part lands one further.
 */
export function roundToSum(parts: number[], decimals: number, total?: number): number[] {
  const unit = 10 ** decimals;
  const scaled = parts.map((part) => part * unit);
  const rounded = scaled.map(Math.floor);
  const wanted = Math.round(total === undefined ? scaled.reduce((sum, part) => sum + part, 0) : total * unit);
  const missing = wanted - rounded.reduce((sum, part) => sum + part, 0);
  const byRest = scaled
    .map((part, index) => ({ index, rest: part - Math.floor(part) }))
    .sort((a, b) => b.rest - a.rest);
  for (const [place, { index }] of byRest.entries())
    rounded[index] = (rounded[index] ?? 0) + Math.floor((missing - place - 1) / parts.length) + 1;
  return rounded.map((part) => part / unit);
}

/** A score as it is written with so many decimals. */
export const roundTo = (value: number, decimals: number) =>
  Math.round(value * 10 ** decimals) / 10 ** decimals;
