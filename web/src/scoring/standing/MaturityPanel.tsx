import { SegmentedControl } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { bandOf } from '@/components/HealthBadge';
import { maturityLabels } from '@/components/MaturityBadge';
import { Decimal } from '@/components/numbers';
import { Panel } from '@/components/Panel';
import type { Day } from '@/lib/day';
import { formatDecimal, formatMany, formatPercent } from '@/lib/format';
import classes from './Maturity.module.css';
import { MaturityRadar } from './MaturityRadar';
import { type Score, useCard, useStanding } from './useStanding';
import why from './Why.module.css';
import { WhyTable } from './WhyTable';

interface MaturityPanelProps {
  accountKey: string;
  maturity: Score | null;
  /** A day on which the ratings before the present ones stood; undefined when there are none. */
  before: Day | undefined;
  actions?: ReactNode;
  /** Shows the facts behind a metric. */
  onFacts: (metric: string) => void;
  /** What follows the picture: the assessments it rests on. */
  children?: ReactNode;
}

type Detail = 'groups' | 'ratings';

/** The maturity index, its four groups and twelve ratings now and before. */
export function MaturityPanel({
  accountKey,
  maturity,
  before,
  actions,
  onFacts,
  children,
}: MaturityPanelProps) {
  return (
    <Panel title="Maturity" hint="How able the customer is to make use of you." actions={actions}>
      {maturity?.score == null ? (
        <p className={classes.unknown}>
          {maturity?.missing_reason ?? 'Nobody has rated it yet.'} Twelve questions place the account in the
          matrix; a few of them are enough to begin.
        </p>
      ) : (
        <Known accountKey={accountKey} maturity={maturity} before={before} onFacts={onFacts} />
      )}
      {children}
    </Panel>
  );
}

interface KnownProps {
  accountKey: string;
  maturity: Score;
  before: Day | undefined;
  onFacts: (metric: string) => void;
}

function Known({ accountKey, maturity, before, onFacts }: KnownProps) {
  const [detail, setDetail] = useState<Detail>('groups');
  return (
    <>
      <div className={why.head}>
        <span className={why.score}>
          {formatDecimal(maturity.score)}
          <small>of 5</small>
        </span>
        <span className={why.band}>{maturityLabels[bandOf(maturity.band)]}</span>
        <SegmentedControl
          ml="auto"
          size="xs"
          aria-label="Detail of the radar"
          data={[
            { value: 'groups', label: '4 groups' },
            { value: 'ratings', label: '12 ratings' },
          ]}
          value={detail}
          onChange={(value) => setDetail(value as Detail)}
        />
      </div>
      {before ? (
        <RadarWithBefore accountKey={accountKey} maturity={maturity} before={before} detail={detail} />
      ) : (
        <MaturityRadar now={maturity} before={null} isDetailed={detail === 'ratings'} />
      )}
      <dl className={classes.groups}>
        {maturity.groups.map(({ id, label, weight_pct, score }) => (
          <div key={id}>
            <dt>
              {label} <small>{formatPercent(weight_pct)}</small>
            </dt>
            <dd>
              <Decimal value={score} />
            </dd>
          </div>
        ))}
      </dl>
      <Points maturity={maturity} onFacts={onFacts} />
      <p className={why.basis}>
        {formatPercent(maturity.coverage_pct)} of the card’s weight is rated
        {maturity.freshness_days !== null &&
          ` · oldest rating ${formatMany(maturity.freshness_days, 'day')} old`}
        {' · '}
        <Link to={`/settings/cards/${maturity.card}`}>{`card version ${maturity.version}`}</Link>
      </p>
    </>
  );
}

/** The twelve ratings as points that add up to the index; folded, because the radar shows the same. */
function Points({ maturity, onFacts }: Pick<KnownProps, 'maturity' | 'onFacts'>) {
  const card = useCard(maturity.card);
  return (
    <details className={classes.points}>
      <summary>Every rating and its points</summary>
      {card.data && (
        <WhyTable label="Contributions to maturity" score={maturity} card={card.data} onFacts={onFacts} />
      )}
    </details>
  );
}

function RadarWithBefore({
  accountKey,
  maturity,
  before,
  detail,
}: Omit<KnownProps, 'onFacts'> & { before: Day; detail: Detail }) {
  const { data } = useStanding(accountKey, before);
  return <MaturityRadar now={maturity} before={data?.maturity ?? null} isDetailed={detail === 'ratings'} />;
}
