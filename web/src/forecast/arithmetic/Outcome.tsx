import type { Schema } from '@/lib/api';
import { formatMoney, formatNumber, formatPercent } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import classes from './Arithmetic.module.css';

/** The end of the story in four figures and one sentence. */
export function Outcome({ simulation }: { simulation: Schema<'Simulation'> }) {
  const { currency } = useOrganisation();
  const money = (cents: number | null) => formatMoney(cents, currency);
  const last = simulation.months.at(-1);
  if (!last) return null;
  const share = last.no_churn_cents > 0 ? (100 * last.taken_cents) / last.no_churn_cents : null;
  return (
    <>
      <dl className={classes.figures} aria-label="In short">
        <div>
          <dt>After {last.month} months</dt>
          <dd>
            {money(last.revenue_cents)}
            <small>a month, {money(last.no_churn_cents)} without churn</small>
          </dd>
        </div>
        <div>
          <dt>Taken by churn</dt>
          <dd>
            {money(last.taken_cents)}
            <small>
              {share === null ? 'of nothing' : `${formatPercent(Math.round(share))} of what it could be`}
            </small>
          </dd>
        </div>
        <div>
          <dt>Comes to rest at</dt>
          <dd>
            {simulation.is_plateau_infinite ? 'never' : money(simulation.plateau_cents)}
            <small>
              {simulation.half_way_months === null
                ? 'nothing is lost'
                : `half way there each ${formatNumber(simulation.half_way_months)} months`}
            </small>
          </dd>
        </div>
        <div>
          <dt>Lost in the last month</dt>
          <dd>
            {money(last.lost_cents)}
            <small>of {money(simulation.added_cents)} added</small>
          </dd>
        </div>
      </dl>
      <p className={classes.words}>{verdict(simulation, money)}</p>
    </>
  );
}

function verdict(s: Schema<'Simulation'>, money: (cents: number | null) => string): string {
  if (s.is_plateau_infinite) return 'Without churn revenue grows by the same amount every month, for ever.';
  if (s.added_cents === 0) return 'Nothing is added, so what there is melts away.';
  if (s.plateau_cents !== null && s.start_cents > s.plateau_cents)
    return `More is lost than added: revenue falls to ${money(s.plateau_cents)}, where both are equal.`;
  const when =
    s.half_lost_month === null
      ? ''
      : ` From month ${s.half_lost_month} on half of what is won only replaces what is lost.`;
  return `Growth ends at ${money(s.plateau_cents)}: there as much is lost in a month as is added.${when} Only more added, or less lost, lifts it.`;
}
