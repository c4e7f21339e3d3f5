/** Which cards the lab can judge: those in force, each version that ever was, and drafts. */
import type { Schema } from '@/lib/api';

type Summary = Schema<'CardSummary'>;

export interface CardChoice {
  /** As the server takes it: "health", "health@3", "health@draft". */
  value: string;
  label: string;
}

const states = { draft: 'draft', published: 'published', retired: 'retired' };

/** A chain of several cards scores each customer by the one that is meant for it. */
const chains = [
  { value: 'health', label: 'Health, in force' },
  { value: 'maturity', label: 'Maturity, in force' },
] as const;

const refOf = ({ key, version, state }: Summary) =>
  state === 'draft' ? `${key}@draft` : `${key}@${version}`;

export const labelOf = ({ name, version, state }: Summary) =>
  state === 'draft' ? `${name}, draft` : `${name} ${version}, ${states[state]}`;

/** Prospects cannot leave yet: their cards are not judged. What the address names stays choosable. */
export function cardChoices(cards: Summary[], chosen: string[]) {
  const versions = cards
    .filter(({ kind }) => kind !== 'qualification')
    .map((card): CardChoice => ({ value: refOf(card), label: labelOf(card) }));
  const known = new Set([...chains, ...versions].map(({ value }) => value));
  const others = chosen.filter((ref) => !known.has(ref)).map((ref) => ({ value: ref, label: ref }));
  return [
    { group: 'In force', items: [...chains] },
    { group: 'Versions and drafts', items: [...versions, ...others] },
  ];
}
