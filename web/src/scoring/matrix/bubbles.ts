/** How large the accounts are drawn: ARR to the area of a bubble, in pixels. */
const smallest = 3.5;
const largest = 26;

/** The area of a bubble follows ARR; the largest account on show gives the scale. */
export function radiusOf(arrCents: number, largestArrCents: number): number {
  if (largestArrCents <= 0) return smallest;
  return Math.max(smallest, largest * Math.sqrt(Math.max(arrCents, 0) / largestArrCents));
}

/** Room in pixels for those placed and for the narrow strip of those that are not, on a wide screen. */
const gridRoom = 950 * 600;
const stripRoom = 115 * 600;
/** More of it under bubbles, and nobody tells one from another. */
const mostCovered = 0.4;

interface Bubble {
  /** null: it stands in the strip. */
  x: number | null;
  arr_cents: number;
}

/** By how much all bubbles shrink so that the fuller of grid and strip stays legible: one scale for both. */
export function crowdScale(points: Bubble[], largestArrCents: number): number {
  let [grid, strip] = [0, 0];
  for (const { x, arr_cents } of points) {
    const area = Math.PI * radiusOf(arr_cents, largestArrCents) ** 2;
    if (x === null) strip += area;
    else grid += area;
  }
  const covered = Math.max(grid / gridRoom, strip / stripRoom);
  return covered > mostCovered ? Math.sqrt(mostCovered / covered) : 1;
}
