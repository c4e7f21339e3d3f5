/** Retention curves read as functions of age: what is drawn, and what is said of them. Ages are months. */
import type { components } from '../../../lib/api-types.ts';

type Schemas = components['schemas'];
export type Retention = Schemas['Retention'];
export type Group = Schemas['RetentionGroup'];

export interface Share {
  months: number;
  share: number;
  low: number | null;
  high: number | null;
}

const asShare = (point: Schemas['RetentionPoint']): Share => ({
  months: point.months,
  share: point.share_pct,
  low: point.low_pct,
  high: point.high_pct,
});

/** The observed curve from the age at which it begins: it falls at its points and is level between. */
export function observed({ points, seen_from_months }: Group): Share[] {
  const start = { months: seen_from_months ?? 0, share: 100, low: 100, high: 100 };
  return points.length > 0 ? [start, ...points.map(asShare)] : [];
}

/** What is observed at an age; null where nobody was watched. */
export function observedAt(group: Group, months: number): Share | null {
  const curve = observed(group);
  const last = curve.at(-1);
  const first = curve[0];
  if (!first || !last || months < first.months || months > last.months) return null;
  const at = curve.findLast((share) => share.months <= months) ?? first;
  return { ...at, months };
}

/** The same where the curve is known from the start on: a later one is of those still there by then. */
export const sinceStartAt = (group: Group, months: number): Share | null =>
  group.seen_from_months ? null : observedAt(group, months);

export const projected = ({ fit }: Group): Share[] => fit.projection.map(asShare);

/** What is projected for an age; straight between the ends of periods. */
export function projectedAt(group: Group, months: number): Share | null {
  const curve = projected(group);
  const next = curve.findIndex((share) => share.months >= months);
  const [before, after] = [curve[Math.max(0, next - 1)], curve[next]];
  if (!before || !after) return null;
  const span = after.months - before.months;
  const part = span === 0 ? 0 : (months - before.months) / span;
  const between = (from: number | null, to: number | null) =>
    from === null || to === null ? null : from + part * (to - from);
  return {
    months,
    share: between(before.share, after.share) ?? after.share,
    low: between(before.low, after.low),
    high: between(before.high, after.high),
  };
}

/** A part of a curve between two ages, with its ends. */
export function between(curve: Share[], from: number, to: number): Share[] {
  const at = (months: number) => curve.findLast((share) => share.months <= months);
  const inner = curve.filter(({ months }) => months > from && months < to);
  const ends = [from, to].map((months) => {
    const share = at(months);
    return share ? [{ ...share, months }] : [];
  });
  return [...(ends[0] ?? []), ...inner, ...(ends[1] ?? [])];
}

export interface Stretch {
  curve: Share[];
  /** Too few were watched for the curve to say much. */
  isThin: boolean;
}

/** The observed curve in its firm part and the thin ones before and after it. */
export function stretches(group: Group): Stretch[] {
  const curve = observed(group);
  const [first, last] = [curve[0], curve.at(-1)];
  if (!first || !last) return [];
  const from = Math.max(first.months, group.thin_until_months ?? 0);
  const to = Math.min(last.months, group.thin_from_months ?? last.months);
  if (from >= to) return [{ curve, isThin: true }];
  return [
    { curve: between(curve, first.months, from), isThin: true },
    { curve: between(curve, from, to), isThin: false },
    { curve: between(curve, to, last.months), isThin: true },
  ].filter((stretch) => (stretch.curve[0]?.months ?? 0) < (stretch.curve.at(-1)?.months ?? 0));
}

/** As many lines as can be told apart. */
export const DRAWN_MOST = 6;

/** The groups that are drawn: the largest ones, as they come. */
export function drawnOf(groups: Group[]): Group[] {
  const told = groups.filter(({ points }) => points.length > 0);
  const largest = told.toSorted((a, b) => b.customers - a.customers).slice(0, DRAWN_MOST);
  return told.filter((group) => largest.includes(group));
}

/** The one that is looked at: by its label, else the largest. */
export const pickedOf = (groups: Group[], label: string | undefined): Group | undefined =>
  groups.find((group) => group.label === label) ??
  groups.reduce<Group | undefined>(
    (most, group) => (most && most.customers >= group.customers ? most : group),
    undefined,
  );
