import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { Link } from 'react-router';
import { useCan } from '@/access/session';
import { Panel } from '@/components/Panel';
import { Loading } from '@/components/states';
import { FactDrawer } from '@/facts/form/FactDrawer';
import { formatFloor, formatPercent } from '@/lib/format';
import { type Standing, useCard } from '@/scoring/standing/useStanding';
import why from '@/scoring/standing/Why.module.css';
import { WhyTable } from '@/scoring/standing/WhyTable';
import { AnswerForm } from './AnswerForm';
import { VerdictBadge } from './VerdictBadge';

/** The answers are whole; their points need not be. */
const DECIMALS = 1;

interface QualificationPanelProps {
  standing: Standing;
  /** Only today's answers can be given. */
  isPast: boolean;
  /** Shows the facts behind a metric. */
  onFacts: (metric: string) => void;
}

/** Of a prospect: the points of its qualification, by what brought them, and a form for the answers. */
export function QualificationPanel({ standing, isPast, onFacts }: QualificationPanelProps) {
  const { qualification, verdict, account } = standing;
  const card = useCard(qualification?.card ?? 'qualification');
  const mayAnswer = useCan('manager') && !isPast;
  const [isOpen, form] = useDisclosure(false);
  // A form opened anew starts with what is known.
  const [round, setRound] = useState(0);
  return (
    <Panel
      title="Qualification"
      hint="What speaks for selling to them now; the points add up to the score."
      actions={
        mayAnswer && (
          <Button
            variant="default"
            size="compact-xs"
            onClick={() => {
              setRound(round + 1);
              form.open();
            }}
          >
            Answer
          </Button>
        )
      }
    >
      {qualification?.score != null && verdict && (
        <div className={why.head}>
          <span className={why.score}>
            {formatFloor(qualification.score)}
            <small>of {card.data?.high ?? 100}</small>
          </span>
          <span className={why.band}>
            <VerdictBadge verdict={verdict} />
          </span>
        </div>
      )}
      {!card.data && !card.error && <Loading label="Loading the card" />}
      {qualification && card.data && (
        <WhyTable
          label="Contributions to qualification"
          score={{ ...qualification, decimals: DECIMALS }}
          card={card.data}
          onFacts={onFacts}
        />
      )}
      {qualification && (
        <p className={why.basis}>
          {formatPercent(qualification.coverage_pct)} of the card’s weight is answered ·{' '}
          <Link to={`/settings/cards/${qualification.card}`}>{`card version ${qualification.version}`}</Link>
        </p>
      )}
      {card.data && (
        <FactDrawer title={`What is known of ${account.name}`} isOpen={isOpen} onClose={form.close}>
          <AnswerForm key={round} account={account} card={card.data} onDone={form.close} />
        </FactDrawer>
      )}
    </Panel>
  );
}
