import { Progress } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed, IconCircleOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { IntervalBar } from '@/components/interval/IntervalBar';
import type { Schema } from '@/lib/api';
import { formatCount, formatMany } from '@/lib/format';
import classes from './Risk.module.css';
import { inHundred, leavesWords, verdictLabels } from './says';

type ModelCard = Schema<'ModelCard'>;

const icons = { predicts: IconCircleCheck, nothing: IconCircleOff, too_little: IconCircleDashed };

/** The honest headline: what the model is worth, before anything it says is shown. */
export function RiskVerdict({ card, isLinked = false }: { card: ModelCard; isLinked?: boolean }) {
  const Icon = icons[card.verdict];
  return (
    <div className={classes.verdict} data-verdict={card.verdict}>
      <Icon size={26} stroke={1.5} aria-hidden />
      <div>
        <p className={classes.headline}>
          <strong>{verdictLabels[card.verdict]}</strong>
          {card.verdict === 'too_little' && <Needed card={card} />}
        </p>
        {words[card.verdict](card)}
        {isLinked && (
          <p>
            <Link to={`/forecast/risk/models/${card.id}`}>How it was tried, what it reads, what to mind</Link>
          </p>
        )}
      </div>
    </div>
  );
}

const words: Record<ModelCard['verdict'], (card: ModelCard) => ReactNode> = {
  predicts: (card) => (
    <>
      <p>
        Of two customers, one of which {leavesWords(card)}, it ranks the right one first in{' '}
        <b>{inHundred(card.auc ?? 0.5)} of 100</b> cases ({inHundred(card.auc_low ?? 0)} to{' '}
        {inHundred(card.auc_high ?? 1)}), on months that it had not seen. A coin does in 50.
      </p>
      <Ranking card={card} />
    </>
  ),
  nothing: (card) => (
    <>
      <p>{card.words}</p>
      <Ranking card={card} name="The best attempt" />
    </>
  ),
  too_little: (card) => (
    <>
      <ul>
        {card.missing.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <p>
        Until then each customer is told what the retention curve says of its contract, and nobody is called a
        risk.
      </p>
    </>
  ),
};

/** From a coin to without a fault. */
function Ranking({ card, name }: { card: ModelCard; name?: string }) {
  if (card.auc === null) return null;
  return (
    <div className={classes.ranking}>
      {name && <small>{name} ranks the right one first in</small>}
      <IntervalBar
        value={card.auc}
        low={card.auc_low}
        high={card.auc_high}
        from={0.4}
        to={1}
        mark={0.5}
        format={(auc) => `${inHundred(auc)} of 100`}
      />
      <small aria-hidden>
        <span style={{ left: `${(100 * 0.1) / 0.6}%` }}>a coin</span>
        <span style={{ right: 0 }}>always right</span>
      </small>
    </div>
  );
}

/** "12 of 20 customers that left", as far as there is a way to go. */
function Needed({ card }: { card: ModelCard }) {
  const counts = [
    {
      has: card.left_accounts,
      needs: card.left_needed,
      one: 'customer that left',
      many: 'customers that left',
    },
    { has: card.rows, needs: card.rows_needed, one: 'month of a customer', many: 'months of customers' },
  ];
  return counts.map(({ has, needs, one, many }) =>
    needs === null || has >= needs ? null : (
      <span key={many} className={classes.needed}>
        <Progress
          value={(100 * has) / needs}
          size="sm"
          w={120}
          aria-label={`${formatCount(has)} of ${formatMany(needs, one, many)}`}
        />
        {formatCount(has)} of {formatMany(needs, one, many)} needed
      </span>
    ),
  );
}
