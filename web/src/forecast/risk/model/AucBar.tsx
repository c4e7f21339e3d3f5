import { IntervalBar } from '@/components/interval/IntervalBar';
import { Missing } from '@/components/numbers';
import { inHundred } from '../says';

interface AucBarProps {
  auc: number | null;
  auc_low: number | null;
  auc_high: number | null;
  isFaint?: boolean;
}

/** How often of 100 it ranks the right one first; the line is a coin. */
export function AucBar({ auc, auc_low, auc_high, isFaint = false }: AucBarProps) {
  if (auc === null) return <Missing reason="too few left to try" />;
  return (
    <IntervalBar
      value={auc}
      low={auc_low}
      high={auc_high}
      from={0.4}
      to={1}
      mark={0.5}
      format={inHundred}
      isFaint={isFaint}
    />
  );
}
