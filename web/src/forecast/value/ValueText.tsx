import { Missing, Money } from '@/components/numbers';
import { formatMoney } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import classes from './Value.module.css';

interface ValueTextProps {
  cents: number | null;
  low: number | null;
  high: number | null;
  isInfinite?: boolean;
}

/** Money with its interval beside it; a life without an end is called that. */
export function ValueText({ cents, low, high, isInfinite = false }: ValueTextProps) {
  const range = useRangeText(low, high);
  if (isInfinite) return <span title={INFINITE}>infinite</span>;
  if (cents === null) return <Missing />;
  return (
    <span className={classes.value} title={range && `95 %: ${range}`}>
      <Money cents={cents} isShort /> {range && <small>{range}</small>}
    </span>
  );
}

export const INFINITE = 'Without a discount, those who stay for ever outweigh all others';

/** "$604K to $645K"; undefined where nothing tells how sure it is. */
export function useRangeText(low: number | null, high: number | null): string | undefined {
  const { currency } = useOrganisation();
  if (low === null || high === null) return undefined;
  return `${formatMoney(low, currency, true)} to ${formatMoney(high, currency, true)}`;
}
