import { Figure, Figures } from '@/components/Figures';
import { $api, type Schema } from '@/lib/api';
import { formatCount, formatMany, formatMoney, formatPercent, MISSING } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import { isFilterRefused } from '../scope/ScopeBar';

interface RenewalFiguresProps {
  renewals: Schema<'Renewals'>;
  months: string;
  filter: string | undefined;
}

/** The page in five figures: due, expected, at risk, and what that makes of a year. */
export function RenewalFigures({ renewals, months, filter }: RenewalFiguresProps) {
  const { currency } = useOrganisation();
  const { all, year } = renewals;
  const before = useYearBefore(renewals.day, filter);
  const money = (cents: number) => formatMoney(cents, currency, true);
  const told = all.due - all.unknown;
  const known = all.due_cents - all.unknown_cents;
  return (
    <Figures>
      <Figure name={`Due in the next ${months} months`} more={formatMany(all.due, 'renewal')}>
        {money(all.due_cents)}
      </Figure>
      <Figure
        name="Expected"
        more={
          told > 0 && (
            <>
              {money(all.expected_low_cents)} to {money(all.expected_high_cents)}
              <br />
              {formatCount(all.expected)} of {formatCount(told)} renewals ({formatCount(all.expected_low)} to{' '}
              {formatCount(all.expected_high)})
            </>
          )
        }
      >
        {told > 0 ? money(all.expected_cents) : MISSING}
      </Figure>
      <Figure
        name="At risk"
        more={
          known > 0
            ? `${formatPercent((100 * all.at_risk_cents) / known)} of what is due`
            : 'no chance can be told yet'
        }
      >
        {told > 0 ? money(all.at_risk_cents) : MISSING}
      </Figure>
      {all.unknown > 0 && (
        <Figure name="Not known" more={`${formatMany(all.unknown, 'renewal')} without a chance`}>
          {money(all.unknown_cents)}
        </Figure>
      )}
      <YearRate
        name="GRR, year ahead"
        rate={{ value: year.grr_pct, low: year.grr_low_pct, high: year.grr_high_pct }}
        customers={year.customers}
        before={before?.grr}
      />
      <YearRate
        name="NRR, year ahead"
        rate={{ value: year.nrr_pct, low: year.nrr_low_pct, high: year.nrr_high_pct }}
        customers={year.customers}
        before={before?.nrr}
      />
    </Figures>
  );
}

interface YearRateProps {
  name: string;
  rate: { value: number | null; low: number | null; high: number | null };
  customers: number;
  /** Of the twelve months behind; undefined: not told. */
  before: string | undefined;
}

function YearRate({ name, rate, customers, before }: YearRateProps) {
  const { value, low, high } = rate;
  return (
    <Figure
      name={name}
      more={
        <>
          {value === null
            ? 'too few came to a renewal'
            : `${formatPercent(low)} to ${formatPercent(high)}, of ${formatMany(customers, 'customer')}`}
          {before && (
            <>
              <br />
              {before}
            </>
          )}
        </>
      }
    >
      {formatPercent(value)}
    </Figure>
  );
}

/** What the twelve months behind came to, where the customers may be chosen for a look at the past. */
function useYearBefore(day: string, filter: string | undefined) {
  const { data, error } = $api.useQuery(
    'get',
    '/api/v1/forecast/revenue',
    { params: { query: { from: day, to: day, filter } } },
    { retry: false },
  );
  const told = (pct: number | null) => `${formatPercent(pct)} over the last 12 months`;
  if (data) return { grr: told(data.total.grr_12m_pct), nrr: told(data.total.nrr_12m_pct) };
  if (!isFilterRefused(error)) return undefined;
  const why = 'the past cannot be chosen by this filter';
  return { grr: why, nrr: why };
}
