import { Figure, Figures } from '@/components/Figures';
import { formatCount, formatDecimal, formatMany, formatMoney, formatPercent } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import { useRangeText } from './ValueText';
import type { ValueList, ValueSum } from './valueChoice';

/** What all chosen customers are worth, and when their acquisition is earned back. */
export function ValueFigures({ all }: { all: ValueSum }) {
  const { currency } = useOrganisation();
  const short = (cents: number | null) => formatMoney(cents, currency, true);
  const [in3, in5, forLife] = [
    useRangeText(all.ltv_3y_low_cents, all.ltv_3y_high_cents),
    useRangeText(all.ltv_5y_low_cents, all.ltv_5y_high_cents),
    useRangeText(all.life_low_cents, all.life_high_cents),
  ];
  return (
    <Figures>
      <Figure name="Over three years" more={in3 ?? 'how sure is not known'}>
        {short(all.ltv_3y_cents)}
      </Figure>
      <Figure name="Over five years" more={in5 ?? 'how sure is not known'}>
        {short(all.ltv_5y_cents)}
      </Figure>
      <Figure
        name="For life"
        more={all.is_life_infinite ? 'there is no discount' : (forLife ?? 'how sure is not known')}
      >
        {all.is_life_infinite ? 'infinite' : short(all.life_cents)}
      </Figure>
      <Figure name="Customers" more={`pay ${short(all.arr_cents)} a year`}>
        {formatCount(all.accounts)}
      </Figure>
      <Figure
        name="Payback, median"
        more={
          all.payback_known > 0
            ? `of ${formatMany(all.payback_known, 'customer')} with a known acquisition cost`
            : 'no acquisition cost is known'
        }
      >
        {all.payback_median_months === null ? '–' : `${formatDecimal(all.payback_median_months)} months`}
      </Figure>
    </Figures>
  );
}

/** The answer in a sentence: how much, and on how few it rests. */
export function useValueVerdict({ all, half_accounts }: ValueList): string {
  const { currency } = useOrganisation();
  const range = useRangeText(all.ltv_3y_low_cents, all.ltv_3y_high_cents);
  const much = `${formatMany(all.accounts, 'customer is', 'customers are')} worth ${formatMoney(all.ltv_3y_cents, currency, true)} over the next three years${range ? ` (${range})` : ''}`;
  if (half_accounts === null || all.accounts < 2) return `${much}.`;
  const share = formatPercent(Math.round((100 * half_accounts) / all.accounts));
  return `${much}. Half of it is with ${formatCount(half_accounts)} of them (${share}).`;
}
