import type { Schema } from '@/lib/api';

export type Prospect = Schema<'ProspectRow'>;
export type Verdict = Prospect['verdict'];

/** In the order in which they are worth a call. */
export const verdicts: { id: Verdict; label: string; say: string }[] = [
  { id: 'qualified', label: 'Qualified', say: 'Qualified: sell now' },
  { id: 'nurture', label: 'Nurture', say: 'Nurture: stay in touch' },
  { id: 'unknown', label: 'Not yet known', say: 'Not yet known: worth a question' },
  { id: 'unqualified', label: 'Unqualified', say: 'Unqualified: do not sell yet' },
];

export const verdictOf = (id: Verdict) =>
  verdicts.find((verdict) => verdict.id === id) ?? { id, label: id, say: id };

export const readVerdict = (text: string | null): Verdict | undefined =>
  verdicts.find(({ id }) => id === text)?.id;
