import { Table } from '@mantine/core';
import { IntervalBar } from '@/components/interval/IntervalBar';
import { ListTable } from '@/components/ListTable';
import { Panel } from '@/components/Panel';
import { SaveCsv } from '@/components/SaveCsv';
import { formatMany } from '@/lib/format';
import classes from '../Lab.module.css';
import { formatOdds, type Lab } from '../lab';

type Effect = Lab['effects'][number];

/** By how much the odds of leaving rise with a step down of one score while the other stays. */
export function EffectsPanel({ lab }: { lab: Lab }) {
  const ends = lab.effects.flatMap(({ low, high }) => [low ?? 1, high ?? 1]);
  return (
    <Panel
      title="What a step down does"
      hint="The odds of leaving are multiplied by so much while the other score stays as it is. The mark stands at 1: no effect."
      actions={
        lab.effects.length > 0 && <SaveCsv name="lab-effects" rows={lab.effects} columns={effectColumns} />
      }
    >
      {lab.effects.length === 0 ? (
        <p className={classes.soft}>
          It takes a health and a maturity score, both known of customers that left.
        </p>
      ) : (
        <>
          <ul className={classes.words}>
            {lab.effects.map((effect) => (
              <li key={effect.id}>{effectWords(effect)}</li>
            ))}
          </ul>
          <ListTable
            label="Effect of each score"
            headers={['A step down', 'Odds of leaving ×']}
            minWidth={320}
          >
            {lab.effects.map((effect) => (
              <Table.Tr key={effect.id}>
                <Table.Td>
                  {formatMany(effect.step, 'point')} of {effect.label}
                </Table.Td>
                <Table.Td miw={180}>
                  <IntervalBar
                    value={effect.odds}
                    low={effect.low}
                    high={effect.high}
                    from={Math.min(0.5, ...ends)}
                    to={Math.max(2, ...ends)}
                    format={formatOdds}
                    mark={1}
                  />
                </Table.Td>
              </Table.Tr>
            ))}
          </ListTable>
        </>
      )}
    </Panel>
  );
}

function effectWords({ step, label, odds, low, high }: Effect): string {
  const points = `${formatMany(step, 'point')} less of ${label}`;
  if (odds === null || low === null || high === null) return `${points}: not known.`;
  const interval = `${formatOdds(low)} to ${formatOdds(high)}`;
  if (low <= 1 && high >= 1)
    return `${points}: the odds of leaving ${formatOdds(odds)} times as high (${interval}), which may be chance.`;
  const verb = `${odds > 1 ? 'raise' : 'lower'}${step === 1 ? 's' : ''}`;
  return `${points} ${verb} the odds of leaving to ${formatOdds(odds)} times (${interval}).`;
}

const effectColumns = {
  id: (effect: Effect) => effect.id,
  label: (effect: Effect) => effect.label,
  step: (effect: Effect) => effect.step,
  odds: (effect: Effect) => effect.odds,
  low: (effect: Effect) => effect.low,
  high: (effect: Effect) => effect.high,
  log_odds: (effect: Effect) => effect.log_odds,
  log_odds_low: (effect: Effect) => effect.log_odds_low,
  log_odds_high: (effect: Effect) => effect.log_odds_high,
};
