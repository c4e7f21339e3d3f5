/** What a model of risk is about and worth, in words. */
import { formatNumber } from '@/lib/format';

interface Horizon {
  horizon_days: number | null;
  is_renewal: boolean;
  is_recorded: boolean;
}

/** "within 90 days", "by the next renewal". */
export const withinWords = ({ horizon_days, is_renewal }: Horizon) =>
  is_renewal ? `by the next renewal, if that is within ${horizon_days} days` : `within ${horizon_days} days`;

/** "leaves within 90 days", "leaves or is recorded as leaving …". */
export const leavesWords = (horizon: Horizon) =>
  `leaves${horizon.is_recorded ? ' (or is recorded as leaving)' : ''} ${withinWords(horizon)}`;

/** .86 as "86": of 100 pairs. */
export const inHundred = (auc: number) => String(Math.round(auc * 100));

/** Small shares keep their decimals: they are what is told of most. */
export const formatShare = (pct: number) =>
  pct > 0 && pct < 0.1 ? 'below 0.1%' : `${formatNumber(Math.round(pct * 10) / 10)}%`;

export const verdictLabels = {
  predicts: 'It predicts',
  nothing: 'Nothing predicts',
  too_little: 'Too little to tell',
} as const;
