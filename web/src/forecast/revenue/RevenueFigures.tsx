import { Figure, Figures } from '@/components/Figures';
import { Money } from '@/components/numbers';
import type { Schema } from '@/lib/api';
import { formatDay } from '@/lib/day';
import { formatCount, formatDelta, formatMany, formatMoney, formatPercent } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import type { Month } from './kinds';

const PER_CENT = 100;

/** The page in six figures. Rates are of the last day of the period against the same day a year before. */
export function RevenueFigures({ revenue }: { revenue: Schema<'Revenue'> }) {
  const { currency } = useOrganisation();
  const { total, unbilled_customers, from, to } = revenue;
  const grown = total.end_arr_cents - total.start_arr_cents;
  const pct = total.start_arr_cents > 0 ? (PER_CENT * grown) / total.start_arr_cents : null;
  return (
    <Figures>
      <Figure
        name={`ARR on ${formatDay(to)}`}
        more={
          <>
            {formatMany(total.end_customers, 'customer')}
            {unbilled_customers > 0 && `, ${formatCount(unbilled_customers)} without a known amount`}
          </>
        }
      >
        <Money cents={total.end_arr_cents} isShort />
      </Figure>
      <Figure
        name={`Since ${formatDay(from)}`}
        more={pct === null ? 'from nothing' : `${formatDelta(pct, 0)}%`}
      >
        {grown > 0 && '+'}
        {formatMoney(grown, currency, true)}
      </Figure>
      <Figure name="GRR, 12 months" more={yearNote(total)}>
        {formatPercent(total.grr_12m_pct)}
      </Figure>
      <Figure name="NRR, 12 months" more={yearNote(total)}>
        {formatPercent(total.nrr_12m_pct)}
      </Figure>
      <Figure
        name="Logo churn, 12 months"
        more={
          total.logo_churn_12m_pct === null ? (
            yearNote(total)
          ) : (
            <>
              {formatPercent(total.logo_churn_12m_low_pct)} to {formatPercent(total.logo_churn_12m_high_pct)}
              <br />
              {formatCount(total.lost_customers_12m)} of {formatMany(total.customers_12m, 'customer')}
            </>
          )
        }
      >
        {formatPercent(total.logo_churn_12m_pct)}
      </Figure>
      <Figure
        name="Renewal rate"
        more={
          total.renewal_pct === null ? (
            'nothing came due'
          ) : (
            <>
              {formatPercent(total.renewal_low_pct)} to {formatPercent(total.renewal_high_pct)}
              <br />
              {formatCount(total.renewals_won)} of {formatCount(total.renewals_due)},{' '}
              {formatPercent(total.renewal_arr_pct)} of the amount
            </>
          )
        }
      >
        {formatPercent(total.renewal_pct)}
      </Figure>
    </Figures>
  );
}

const yearNote = ({ customers_12m, grr_12m_pct }: Month) =>
  grr_12m_pct === null
    ? 'nobody paid a year before'
    : `of ${formatMany(customers_12m, 'customer')} a year before`;
