/** Words and figures that the parts of the lab share. */
import type { Schema } from '@/lib/api';
import { formatCount, MISSING } from '@/lib/format';

export type Lab = Schema<'Lab'>;
export type LabScore = Schema<'LabScore'>;
export type Verdict = LabScore['verdict'];

/** Customers that left below which nothing is said (lab.h, LAB_LEFT_FEW). */
export const LEFT_FEW = 20;

export const verdictLabels: Record<Verdict, string> = {
  useful: 'Better than chance',
  chance: 'No better than chance',
  reversed: 'The wrong way round',
  too_few: 'Too few to tell',
};

/** .71: an AUC as it is usually written, with two decimals. */
export const formatAuc = (value: number | null | undefined) =>
  value == null ? MISSING : value.toFixed(2).replace('-', '−');

export const formatOdds = (value: number) => (value >= 10 ? formatCount(value) : value.toFixed(2));

/** "p 0.012", "p below 0.001". */
export const formatP = (p: number | null | undefined) =>
  p == null ? 'p not known' : p < 0.001 ? 'p below 0.001' : `p ${p.toFixed(p < 0.1 ? 3 : 2)}`;

/** "left within 90 days", "left by the next renewal". */
export const leftWords = (lab: Pick<Lab, 'horizon_days' | 'is_renewal' | 'is_recorded'>) =>
  [
    lab.is_recorded ? 'left or were recorded as churned' : 'left',
    lab.is_renewal
      ? `at their next renewal, if within ${lab.horizon_days} days`
      : `within ${lab.horizon_days} days`,
  ].join(' ');

/** Weights that were fitted to a past cannot be judged by it. */
export const hasDraft = ({ scores }: Lab) => scores.some(({ id }) => id.endsWith('@draft'));
export const DRAFT_NOTE =
  'A draft with weights suggested here was fitted to these very customers, so that any lead it has is flattered. What it is worth says the gain under “Other weights”, which is on customers it had not seen.';

export const isJudged = (score: LabScore) => score.rows > 0 && score.auc !== null;
