/**
 * Rounds so that the rounded parts still add up to the rounded sum: what was cut off most is
 * rounded up first. Parts written beside their total then leave nobody wondering.
 */
export function roundToSum(parts: number[], decimals: number): number[] {
  const unit = 10 ** decimals;
  const scaled = parts.map((part) => part * unit);
  const rounded = scaled.map(Math.floor);
  const total = Math.round(scaled.reduce((sum, part) => sum + part, 0));
  let missing = total - rounded.reduce((sum, part) => sum + part, 0);
  const byRest = scaled
    .map((part, index) => ({ index, rest: part - Math.floor(part) }))
    .sort((a, b) => b.rest - a.rest);
  for (const { index } of byRest) {
    if (missing-- <= 0) break;
    rounded[index] = (rounded[index] ?? 0) + 1;
  }
  return rounded.map((part) => part / unit);
}
