import { Link } from 'react-router';
import { basisText } from '@/components/Basis';
import { HealthBadge } from '@/components/HealthBadge';
import { MaturityBadge } from '@/components/MaturityBadge';
import { Missing, Money } from '@/components/numbers';
import { isLive, useSubscriptions } from '@/facts/revenue/subscriptionKind';
import { RiskNote } from '@/forecast/risk/account/RiskNote';
import { addDays, type Day, daysBetween, formatDay, formatDistance } from '@/lib/day';
import { useOrganisation } from '@/lib/organisation';
import { sayWord } from '@/lib/words';
import type { Score, Standing } from '@/scoring/standing/useStanding';
import classes from './Account.module.css';

/** The six figures one looks for first. */
export function AccountFigures({ standing, day }: { standing: Standing; day: Day | undefined }) {
  const { account, lifecycle, health, maturity, arr_cents } = standing;
  return (
    <dl className={classes.figures}>
      <div>
        <dt>Health</dt>
        <dd>
          <Basis of="health" score={health} />
        </dd>
      </div>
      <div>
        <dt>Maturity</dt>
        <dd>
          <Basis of="maturity" score={maturity} />
        </dd>
      </div>
      <div>
        <dt>
          <Link to="/dictionary#arr">ARR</Link>
        </dt>
        <dd>
          <Money cents={arr_cents} />
        </dd>
      </div>
      <div>
        <dt>Renewal</dt>
        <dd>
          <Renewal standing={standing} day={day} />
        </dd>
      </div>
      <div>
        <dt>Owner</dt>
        <dd>
          {account.owner ? (
            <Link to={`/portfolio?owner=${encodeURIComponent(account.owner)}`}>{account.owner}</Link>
          ) : (
            <Missing reason="nobody yet" />
          )}
        </dd>
      </div>
      <div>
        <dt>Lifecycle</dt>
        <dd>
          {lifecycle ? lifecycleText(lifecycle) : <Missing />}
          <Since account={account} day={day} />
          {!day && <RiskNote account={account.key} />}
        </dd>
      </div>
    </dl>
  );
}

/** A score with what it rests on, which may be little or old. */
function Basis({ of, score }: { of: 'health' | 'maturity'; score: Score | null }) {
  const basis = { coverage: score?.coverage_pct, freshness: score?.freshness_days };
  const Badge = of === 'health' ? HealthBadge : MaturityBadge;
  return (
    <>
      <Badge score={score?.score} band={score?.band} isFull {...basis} />
      {score?.score != null && <small>{basisText({ of, ...basis })}</small>}
    </>
  );
}

/** A day before the account was there has a word of its own. */
const lifecycleText = (lifecycle: string) =>
  lifecycle === 'absent' ? 'Not yet a customer' : sayWord(lifecycle);

function Since({ account, day }: { account: Standing['account']; day: Day | undefined }) {
  if (account.churned && (!day || account.churned <= day))
    return <small>since {formatDay(account.churned)}</small>;
  return account.start ? <small>customer since {formatDay(account.start)}</small> : null;
}

const SOON_DAYS = 30;

/** The renewal day, and until when notice can be given. */
function Renewal({ standing, day }: { standing: Standing; day: Day | undefined }) {
  const { today } = useOrganisation();
  const { renewal, renewal_days } = standing;
  const subscriptions = useSubscriptions(standing.account.key, day);
  if (!renewal || renewal_days === null) return <Missing reason="no renewal ahead" />;
  const live = (subscriptions.items ?? []).filter((one) => isLive(one, day ?? today));
  const notice = Math.max(0, ...live.map(({ notice_days }) => notice_days ?? 0));
  return (
    <>
      <time dateTime={renewal} className={renewal_days <= SOON_DAYS ? classes.soon : undefined}>
        {formatDistance(renewal_days)}
      </time>
      <small>
        {formatDay(renewal)}
        {notice > 0 && `, ${noticeText(addDays(renewal, -notice), day ?? today)}`}
      </small>
    </>
  );
}

function noticeText(last: Day, on: Day) {
  const left = daysBetween(on, last);
  return left >= 0 ? `notice until ${formatDay(last)}` : 'too late for notice';
}
