/** Moving the points of a scale: values rise, scores never turn, both stay within bounds. */
export interface Point {
  value: number;
  score: number;
}

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);

/** 1 rising, −1 falling, 0 flat, of all points but one. */
function directionWithout(points: Point[], index: number): number {
  const rest = points.filter((_, at) => at !== index);
  for (let at = 1; at < rest.length; at++) {
    const step = (rest[at]?.score ?? 0) - (rest[at - 1]?.score ?? 0);
    if (step !== 0) return Math.sign(step);
  }
  return 0;
}

/** The point at `index` put as near to `target` as the rules allow. */
export function movePoint(
  points: Point[],
  index: number,
  target: Point,
  { low, high, step }: { low: number; high: number; step: number },
): Point[] {
  const before = points[index - 1];
  const after = points[index + 1];
  const value = clamp(
    target.value,
    before ? before.value + step : -Infinity,
    after ? after.value - step : Infinity,
  );
  const direction = directionWithout(points, index);
  const floor = direction > 0 ? before?.score : direction < 0 ? after?.score : low;
  const ceiling = direction > 0 ? after?.score : direction < 0 ? before?.score : high;
  const score = clamp(target.score, floor ?? low, ceiling ?? high);
  return points.map((point, at) => (at === index ? { value: tidy(value), score: tidy(score) } : point));
}

/** Without the dust of binary fractions. */
export const tidy = (value: number) => Number(value.toPrecision(6));

/** A point in the middle of the longest piece, on the line. */
export function addPoint(points: Point[]): Point[] {
  let at = 1;
  const gap = (index: number) => (points[index]?.value ?? 0) - (points[index - 1]?.value ?? 0);
  for (let index = 2; index < points.length; index++) if (gap(index) > gap(at)) at = index;
  const left = points[at - 1];
  const right = points[at];
  if (!left || !right) return points;
  const middle = { value: tidy((left.value + right.value) / 2), score: tidy((left.score + right.score) / 2) };
  return [...points.slice(0, at), middle, ...points.slice(at)];
}

/** A hundredth of the span as 1, 2 or 5 times a power of ten. */
export function niceStep(span: number): number {
  const raw = Math.abs(span) / 100 || 0.01;
  const power = 10 ** Math.floor(Math.log10(raw));
  const lead = raw / power;
  return power * (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10);
}
