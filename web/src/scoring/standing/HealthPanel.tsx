import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { bandOf, HealthShape, healthLabels } from '@/components/HealthBadge';
import { Notice } from '@/components/Notice';
import { Panel } from '@/components/Panel';
import { Loading } from '@/components/states';
import { formatFloor, formatMany, formatPercent } from '@/lib/format';
import { whyOf, worst } from './breakdown';
import { MissingInputs } from './MissingInputs';
import { type Score, useCard } from './useStanding';
import classes from './Why.module.css';
import { WhyTable } from './WhyTable';

interface HealthPanelProps {
  health: Score | null;
  /** Shows the facts behind a metric. */
  onFacts: (metric: string) => void;
}

/** Health and why it is so. */
export function HealthPanel({ health, onFacts }: HealthPanelProps) {
  const card = useCard(health?.card ?? 'health');
  return (
    <Panel
      title="Health"
      hint="Every point of the score, by what brought it; a value opens the facts it rests on."
    >
      {!health && <NoHealth reason="No facts of this account are known on this day." />}
      {health && health.score === null && (
        <NoHealth reason={health.missing_reason ?? 'Too little is known to score it.'} />
      )}
      {health && health.score !== null && <Summary health={health} />}
      {health && health.groups.length > 0 && !card.data && <Loading label="Loading the card" />}
      {health && health.groups.length > 0 && card.data && (
        <WhyTable label="Contributions to health" score={health} card={card.data} onFacts={onFacts} />
      )}
      {health && health.score !== null && <MissingInputs score={health} />}
      {health && (
        <p className={classes.basis}>
          <Basis score={health} /> ·{' '}
          <Link to={`/settings/cards/${health.card}`}>{`card version ${health.version}`}</Link>
        </p>
      )}
    </Panel>
  );
}

function Basis({ score }: { score: Score }) {
  const { coverage_pct, freshness_days } = score;
  return (
    <>
      {formatPercent(coverage_pct)} of the card’s weight has data
      {freshness_days !== null &&
        ` · oldest input ${freshness_days === 0 ? 'from the day itself' : `${formatMany(freshness_days, 'day')} old`}`}
    </>
  );
}

function Summary({ health }: { health: Score }) {
  const band = bandOf(health.band);
  const costs = worst(whyOf(health, 100, health.decimals), 3);
  return (
    <>
      <div className={classes.head}>
        <span className={classes.score}>
          {formatFloor(health.score)}
          <small>of 100</small>
        </span>
        <span className={classes.band}>
          <HealthShape band={band} /> {healthLabels[band]}
        </span>
      </div>
      {costs.length > 0 && (
        <p className={classes.worst}>
          Held back most by{' '}
          {costs.map(({ id, label, most, points }, index) => (
            <b key={id}>
              {index > 0 && ', '}
              {label} <span>−{(most - points).toFixed(health.decimals)}</span>
            </b>
          ))}
          .
        </p>
      )}
    </>
  );
}

function NoHealth({ reason }: { reason: string }) {
  return (
    <Notice title="Health is not known">
      {reason}
      <Button component={Link} to="/import" variant="default" size="compact-xs" mt="xs">
        Import files
      </Button>
    </Notice>
  );
}
