import { Figure, Figures } from '@/components/Figures';
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
      <Figures>
        <Figure
          name={`After ${last.month} months`}
          more={`a month, ${money(last.no_churn_cents)} without churn`}
        >
          {money(last.revenue_cents)}
        </Figure>
        <Figure
          name="Taken by churn"
          more={share === null ? 'of nothing' : `${formatPercent(Math.round(share))} of what it could be`}
        >
          {money(last.taken_cents)}
        </Figure>
        <Figure
          name="Comes to rest at"
          more={
            simulation.half_way_months === null
              ? 'nothing is lost'
              : `half way there each ${formatNumber(simulation.half_way_months)} months`
          }
        >
          {simulation.is_plateau_infinite ? 'never' : money(simulation.plateau_cents)}
        </Figure>
        <Figure name="Lost in the last month" more={`of ${money(simulation.added_cents)} added`}>
          {money(last.lost_cents)}
        </Figure>
      </Figures>
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
