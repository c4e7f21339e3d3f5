import { Link } from 'react-router';
import { Panel } from '@/components/Panel';
import { ErrorState, Loading } from '@/components/states';
import { $api, type Schema } from '@/lib/api';
import type { Day } from '@/lib/day';
import { formatDecimal, formatMoney, formatNumber } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import { chanceText } from '../Chance';
import classes from './Value.module.css';
import { ValueText } from './ValueText';
import type { ValueRow } from './valueChoice';

/** What one account is worth, and what that rests on. */
export function ValuePanel({ accountKey, day }: { accountKey: string; day: Day | undefined }) {
  const { data, error, refetch } = $api.useQuery('get', '/api/v1/accounts/{key}/value', {
    params: { path: { key: accountKey }, query: { day } },
  });
  return (
    <Panel title="Value" hint="Discounted gross margin still to come, with its 95 % interval.">
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Valuing the account" />}
      {data?.value && <Worth row={data.value} />}
      {data?.value && <Rests answer={data} row={data.value} />}
      {data && !data.value && <p className={classes.notes}>{data.problem}</p>}
    </Panel>
  );
}

function Worth({ row }: { row: ValueRow }) {
  return (
    <dl className={classes.worth}>
      <div>
        <dt>Three years</dt>
        <dd>
          <ValueText cents={row.ltv_3y_cents} low={row.ltv_3y_low_cents} high={row.ltv_3y_high_cents} />
        </dd>
      </div>
      <div>
        <dt>Five years</dt>
        <dd>
          <ValueText cents={row.ltv_5y_cents} low={row.ltv_5y_low_cents} high={row.ltv_5y_high_cents} />
        </dd>
      </div>
      <div>
        <dt>For life</dt>
        <dd>
          <ValueText
            cents={row.life_cents}
            low={row.life_low_cents}
            high={row.life_high_cents}
            isInfinite={row.is_life_infinite}
          />
        </dd>
      </div>
      <Payback row={row} />
    </dl>
  );
}

function Payback({ row }: { row: ValueRow }) {
  const { currency } = useOrganisation();
  if (row.payback_months === null) return null;
  const cost = formatMoney(row.acquisition_cents, currency, true);
  const times =
    row.life_to_acquisition === null
      ? ''
      : `; for life it earns ${formatDecimal(row.life_to_acquisition)} times that`;
  return (
    <div>
      <dt>Payback</dt>
      <dd className={classes.earned}>
        {formatDecimal(row.payback_months)} months{' '}
        <small>
          of gross margin for {cost}
          {times}
        </small>
      </dd>
    </div>
  );
}

function Rests({ answer, row }: { answer: Schema<'AccountValue'>; row: ValueRow }) {
  const { currency } = useOrganisation();
  const margin = `${formatNumber(Math.round(row.gross_margin_pct))} %`;
  return (
    <p className={classes.notes}>
      It rests on {formatMoney(row.arr_cents, currency)} a year at a gross margin of {margin}
      {row.is_margin_default && (
        <>
          , which is <Link to="/settings/organisation">the default</Link>
        </>
      )}
      ; on contracts of {row.term_months} months, of which the next renewal, number {row.renewal_number}, has
      a chance of {chanceText(row.chance_pct)} by{' '}
      {row.source === 'model' ? (
        <Link to="/forecast/risk">the model of risk</Link>
      ) : (
        <Link to="/forecast/retention">the retention of such contracts</Link>
      )}
      ; and on a discount of {formatNumber(answer.discount_pct)} % a year. What it pays is taken to stay as it
      is.
    </p>
  );
}
