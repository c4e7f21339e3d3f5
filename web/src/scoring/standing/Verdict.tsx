import { Button } from '@mantine/core';
import { Link } from 'react-router';
import type { Day } from '@/lib/day';
import { formatDecimal, formatFloor } from '@/lib/format';
import { verdictOf } from '@/scoring/prospect/verdicts';
import { MiniMatrix } from './MiniMatrix';
import type { Standing } from './useStanding';
import classes from './Verdict.module.css';

interface VerdictProps {
  standing: Standing;
  /** The day in the address; undefined is the present. */
  day: Day | undefined;
  /** Opens the form that makes maturity known; left out for those who may not rate. */
  onRate?: () => void;
}

/** The sentence that matters most on an account's page: what to do with it, and why. */
export function Verdict({ standing, day, onRate }: VerdictProps) {
  const { cell, health, maturity, family } = standing;
  if (standing.verdict) return <OnProspect standing={standing} day={day} onRate={onRate} />;
  return (
    <section className={classes.verdict} aria-label="What to do" data-known={cell !== null}>
      <MiniMatrix
        day={day}
        health={family ? family.health : (health?.score ?? null)}
        maturity={family ? family.maturity : (maturity?.score ?? null)}
      />
      <div className={classes.words}>
        <span className={classes.over}>What to do</span>
        {cell ? (
          <>
            <h2>{cell.label}</h2>
            <p className={classes.action}>{cell.action}</p>
            <p className={classes.why}>
              {cell.why}{' '}
              <Link to={`/matrix?cell=${encodeURIComponent(cell.id)}${day ? `&day=${day}` : ''}`}>
                Others in this cell
              </Link>
            </p>
            {family && <FamilyLine family={family} />}
          </>
        ) : (
          <Unknown standing={standing} day={day} onRate={onRate} />
        )}
      </div>
    </section>
  );
}

/** Of a prospect: whether to sell to it now, why, and what to find out. */
function OnProspect({ standing, day, onRate }: VerdictProps) {
  const { verdict, verdict_why, verdict_next, maturity } = standing;
  if (!verdict) return null;
  return (
    <section className={classes.verdict} aria-label="What to do" data-known={verdict !== 'unknown'}>
      <div className={classes.words}>
        <span className={classes.over}>Prospect</span>
        <h2>{verdictOf(verdict).say}</h2>
        {verdict_why && <p className={classes.action}>{verdict_why}</p>}
        <p className={classes.why}>
          {verdict_next && <b>Next: </b>}
          {verdict_next} <Link to={`/prospects?verdict=${verdict}`}>Other prospects with this verdict</Link>
        </p>
        {!day && maturity.score === null && onRate && (
          <div className={classes.steps}>
            <Button size="xs" onClick={onRate}>
              Rate maturity
            </Button>
          </div>
        )}
      </div>
    </section>
  );
}

/** The scores that decided, where they are not the account's own. */
function FamilyLine({ family }: { family: NonNullable<Standing['family']> }) {
  return (
    <p className={classes.why}>
      By the scores of its family of {family.below + 1}: health {formatFloor(family.health)}, maturity{' '}
      {formatDecimal(family.maturity)}.
    </p>
  );
}

const isCustomer = ({ lifecycle }: Standing) => lifecycle === 'onboarding' || lifecycle === 'active';

/** Which of the two scores is not known, why, and, for today, the cheapest way to know it. */
function Unknown({ standing, day, onRate }: VerdictProps) {
  const { health, maturity } = standing;
  const lacksHealth = health?.score == null;
  const lacksMaturity = maturity?.score == null;
  const what = lacksHealth && lacksMaturity ? 'health and maturity' : lacksHealth ? 'health' : 'maturity';
  const reasons = [
    ...(lacksMaturity ? [maturity?.missing_reason ?? 'Nobody has rated its maturity yet.'] : []),
    ...(lacksHealth ? [health?.missing_reason ?? 'There are no facts to compute health from.'] : []),
  ];
  return (
    <>
      <h2>{isCustomer(standing) ? `Not yet known: ${what}` : 'Not in the matrix'}</h2>
      {[...new Set(reasons)].map((reason) => (
        <p key={reason} className={classes.why}>
          {reason}
        </p>
      ))}
      {!day && isCustomer(standing) && (
        <div className={classes.steps}>
          {lacksMaturity && onRate && (
            <Button size="xs" onClick={onRate}>
              Rate maturity
            </Button>
          )}
          {lacksHealth && (
            <Button
              size="xs"
              variant={lacksMaturity && onRate ? 'default' : 'filled'}
              component={Link}
              to="/import"
            >
              Import usage or tickets
            </Button>
          )}
        </div>
      )}
    </>
  );
}
