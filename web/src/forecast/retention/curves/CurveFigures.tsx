import { Figure, Figures } from '@/components/Figures';
import { formatCount, formatDecimal, formatNumber, formatPercent } from '@/lib/format';
import { type Group, observedAt, projectedAt, type Retention } from './curve';
import { lifetimeText } from './words';

const AGES = [12, 24, 36];
const years = ['a year', 'two years', 'three years'];
const percent = (value: number) => formatPercent(Math.round(value));

/** The curve of all together in a few large numbers. */
export function CurveFigures({ group, retention }: { group: Group; retention: Retention }) {
  const { mean_months, mean_low_months, mean_high_months, fit } = group;
  const until = retention.mean_until_months;
  const lifetime = lifetimeText(group);
  return (
    <Figures>
      <Figure name="Were customers" more={`${formatCount(group.left)} left`}>
        {formatCount(group.customers)}
      </Figure>
      {AGES.map((age, index) => (
        <AtAge key={age} group={group} age={age} name={`There after ${years[index]}`} />
      ))}
      {mean_months !== null && until !== null && (
        <Figure
          name={`Months stayed, of the first ${Math.floor(until)}`}
          more={`${formatDecimal(mean_low_months)} to ${formatDecimal(mean_high_months)}`}
        >
          {formatDecimal(mean_months)}
        </Figure>
      )}
      {lifetime !== null && (
        <Figure name="Payments to expect" more={worthText(fit.discounted_periods, retention.discount_pct)}>
          {lifetime}
        </Figure>
      )}
    </Figures>
  );
}

const worthText = (discounted: number | null, discount: number) =>
  discounted === null
    ? 'by a new customer'
    : `as good as ${formatDecimal(discounted)} at once, at ${formatNumber(discount)} % a year`;

function AtAge({ group, age, name }: { group: Group; age: number; name: string }) {
  const seen = observedAt(group, age);
  const at = seen ?? projectedAt(group, age);
  if (!at) return null;
  const range = at.low === null || at.high === null ? '' : `${percent(at.low)} to ${percent(at.high)}`;
  return (
    <Figure name={name} more={[seen ? '' : 'projected', range].filter(Boolean).join(', ')}>
      {percent(at.share)}
    </Figure>
  );
}
