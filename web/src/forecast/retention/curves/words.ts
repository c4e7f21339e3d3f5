/** What curves say, in sentences. */
import { formatDecimal, formatMany, formatNumber, formatPercent } from '@/lib/format';
import { sentence } from '@/lib/words';
import { type Group, observedAt, type Retention, type Share, sinceStartAt } from './curve';

const YEAR = 12;

/** "a year", "2 years", "18 months". */
export function ageText(months: number): string {
  if (months === YEAR) return 'a year';
  return months > 0 && months % YEAR === 0 ? `${months / YEAR} years` : formatMany(months, 'month');
}

/** "86% (81% to 90%)". */
export const rangeText = ({ share, low, high }: Share) =>
  low === null || high === null
    ? formatPercent(Math.round(share))
    : `${formatPercent(Math.round(share))} (${formatPercent(Math.round(low))} to ${formatPercent(Math.round(high))})`;

/** "p = .24", "p = .003", "p < .001". */
export function chanceText(p: number): string {
  if (p < 0.001) return 'p < .001';
  return `p = ${p.toFixed(p < 0.1 ? 3 : 2).replace(/^0/, '')}`;
}

const DIFFERENT_BELOW = 0.05;

/** The answer in one or two sentences. */
export function verdictOf(retention: Retention): string {
  const { groups, label } = retention;
  const [only] = groups;
  if (!only) return '';
  return label === null ? storyOf(only) : differenceOf(retention);
}

function storyOf(group: Group): string {
  if (group.seen_from_months)
    return `Nobody was watched from the start: the curve is of those still there after ${formatNumber(group.seen_from_months)} months.`;
  const [one, two] = [observedAt(group, YEAR), observedAt(group, 2 * YEAR)];
  if (!one) return `Nobody has been watched for a year yet; the curve is known for ${seenText(group)}.`;
  const more = two ? `, and ${Math.round(two.share)} after two${limits(two)}` : '';
  return `Of 100 customers ${Math.round(one.share)} are still there after a year${limits(one)}${more}. ${halfOf(group)}`;
}

const limits = ({ low, high }: Share) =>
  low === null || high === null ? '' : ` (${Math.round(low)} to ${Math.round(high)})`;

const seenText = ({ seen_months }: Group) => formatMany(Math.floor(seen_months ?? 0), 'month');

const halfOf = (group: Group) =>
  group.median_months === null
    ? `More than half stay longer than the ${seenText(group)} that are known.`
    : `Half have left after ${formatNumber(group.median_months)} months.`;

function differenceOf({ groups, test, label, left }: Retention): string {
  if (test.problem !== null || test.p === null)
    return sentence(test.problem ?? 'The groups are not compared.');
  const named = groups.length === 2 ? groups.map((group) => group.label).join(' and ') : null;
  if (test.p < DIFFERENT_BELOW)
    return `How long customers stay differs ${named ? `between ${named}` : `by ${wordOf(label)}`}: chance alone would hardly make such a difference (${chanceText(test.p)}).${extremesOf(groups)}`;
  return `No difference to be seen${named ? ` between ${named}` : ''}: chance alone would make groups this unlike in ${Math.round(100 * test.p)} of 100 cases (${chanceText(test.p)}). With ${left} who left, only a large one would show.`;
}

/** "plan", "start": what the groups differ by, within a sentence. */
export const wordOf = (label: string | null) =>
  label === 'Customer since' ? 'start' : (label ?? '').toLowerCase();

/** Who stays best and worst after a year, of those that are not small. */
function extremesOf(groups: Group[]): string {
  const known = groups.flatMap((group) => {
    const share = group.is_small ? null : sinceStartAt(group, YEAR)?.share;
    return share == null ? [] : [{ label: group.label, share }];
  });
  const sorted = known.toSorted((a, b) => b.share - a.share);
  const [most, least] = [sorted[0], sorted.at(-1)];
  if (!most || !least || sorted.length < 2) return '';
  return ` After a year ${most.label} has kept ${formatPercent(Math.round(most.share))}, ${least.label} ${formatPercent(Math.round(least.share))}.`;
}

/** What the model says of a new customer's payments. */
export function lifetimeText({ fit }: Group): string | null {
  if (fit.problem !== null) return null;
  if (fit.is_lifetime_infinite) return 'infinite';
  return fit.lifetime_periods === null ? null : formatDecimal(fit.lifetime_periods);
}

/** Why the curve of a model looks as it does; nothing to say where alpha and beta are estimates. */
export const edgeText = (group: Group): string | null =>
  ({
    alike: 'Customers do not seem to differ: the model is one rate, the same at every age.',
    split: 'By the model some leave at once and the others never; how sure that is cannot be told.',
    inside: null,
  })[group.fit.edge ?? 'inside'];
