/** Why two customers of the same health need different things, in sentences. */
import { formatDecimal } from '@/lib/format';
import type { Standing } from '@/scoring/standing/useStanding';

const NAMED = 3;
/** Ratings that differ by less say nothing. */
const WORTH_SAYING = 1;

/** The groups of maturity in which they differ most: "Process: 1.3 and 4.7". */
export function maturityDifferences(a: Standing, b: Standing): string[] {
  const others = new Map(b.maturity?.groups.map((group) => [group.id, group]));
  return (a.maturity?.groups ?? [])
    .flatMap(({ id, label, score }) => {
      const other = others.get(id)?.score;
      return score === null || other == null
        ? []
        : [{ label, own: score, other, gap: Math.abs(score - other) }];
    })
    .filter(({ gap }) => gap >= WORTH_SAYING)
    .sort((x, y) => y.gap - x.gap)
    .slice(0, NAMED)
    .map(({ label, own, other }) => `${label}: ${formatDecimal(own)} and ${formatDecimal(other)} of 5`);
}

/** One sentence over both. */
export function leadOf(a: Standing, b: Standing): string {
  const names = `${a.account.name} and ${b.account.name}`;
  const [one, two] = [a.health?.score, b.health?.score];
  const [low, high] = [a.maturity?.score, b.maturity?.score];
  if (one == null || two == null)
    return `The health of one of the two is not known, so ${names} cannot be set side by side by it.`;
  const health =
    Math.abs(one - two) <= 2
      ? `${names} have the same health, ${formatDecimal(one)} and ${formatDecimal(two)}`
      : `${names} have a health of ${formatDecimal(one)} and ${formatDecimal(two)}`;
  if (low == null || high == null) return `${health}; how mature both are is not known yet.`;
  const maturity = `a maturity of ${formatDecimal(low)} and ${formatDecimal(high)}`;
  return a.cell?.id === b.cell?.id
    ? `${health}, and ${maturity}: both stand in the same cell and need the same.`
    : `${health}, but ${maturity}: what helps the one is wrong for the other.`;
}
