import { Figure, Figures } from '@/components/Figures';
import { formatCount, formatDecimal, formatMany, formatMoney } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import { formatShare, withinWords } from './says';
import type { RiskList } from './useRisks';

/** What it comes to, of all customers that are chosen. */
export function RiskFigures({ list }: { list: RiskList }) {
  const { currency } = useOrganisation();
  const { totals } = list;
  const money = (cents: number | null) => formatMoney(cents, currency, true);
  return (
    <Figures>
      <Figure
        name={`Expected to leave ${withinWords(list)}`}
        more={`${formatCount(totals.expected_low)} to ${formatCount(totals.expected_high)} of ${formatMany(totals.accounts, 'customer')}`}
      >
        {formatDecimal(totals.expected)}
      </Figure>
      <Figure
        name="ARR at risk"
        more={`${money(totals.at_risk_low_cents)} to ${money(totals.at_risk_high_cents)} of ${money(totals.arr_cents)}`}
      >
        {money(totals.at_risk_cents)}
      </Figure>
      <Figure name="Called a risk" more={riskWords(list, money(totals.risks_arr_cents))}>
        {list.verdict === 'predicts' ? formatCount(totals.risks) : 'nobody'}
      </Figure>
      {list.base_pct !== null && (
        <Figure name="Usual" more={`of customers leave ${withinWords(list)}`}>
          {formatShare(list.base_pct)}
        </Figure>
      )}
    </Figures>
  );
}

const riskWords = ({ verdict, totals }: RiskList, arr: string) =>
  verdict === 'predicts'
    ? totals.risks === 0
      ? 'nobody’s range lies above the usual'
      : `${arr} of ARR; their range lies above the usual`
    : verdict === 'nothing'
      ? 'nothing tells one from another'
      : 'there is too little to tell';
