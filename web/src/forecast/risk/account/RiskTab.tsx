import { Link } from 'react-router';
import { Notice } from '@/components/Notice';
import { Panel } from '@/components/Panel';
import { ErrorState, Loading } from '@/components/states';
import { type Day, formatDay } from '@/lib/day';
import { verdictLabels } from '../says';
import classes from './Account.module.css';
import { Before } from './Before';
import { Chance } from './Chance';
import { Deadlines } from './Deadlines';
import { Reasons } from './Reasons';
import { Similar } from './Similar';
import { type AccountRisk, isTold, useAccountRisk } from './useAccountRisk';

interface RiskTabProps {
  account: string;
  day: Day | undefined;
  onFacts: (metric: string) => void;
}

/** How likely a customer is to leave, why, what similar ones did, and what was told before. */
export function RiskTab({ account, day, onFacts }: RiskTabProps) {
  const { data, error, refetch } = useAccountRisk(account);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading label="Loading the risk" />;
  return (
    <div className={classes.columns}>
      <div>{day ? <OfAnotherDay day={day} /> : <Now risk={data} onFacts={onFacts} />}</div>
      <div>
        {!day && data.similar && (
          <Panel
            title="What similar customers did"
            hint="Those about which the model was moved by the same things."
          >
            <Similar similar={data.similar} />
          </Panel>
        )}
        <Panel
          title="What was told before"
          hint="The first of each month is kept, and judged once its horizon has passed."
        >
          <Before before={data.before} day={day} />
        </Panel>
      </div>
    </div>
  );
}

function OfAnotherDay({ day }: { day: Day }) {
  return (
    <Panel title="Risk">
      <p className={classes.soft}>
        Reasons are told of today alone. What was told of it by {formatDay(day)} stands beside.
      </p>
    </Panel>
  );
}

function Now({ risk, onFacts }: { risk: AccountRisk; onFacts: (metric: string) => void }) {
  return (
    <>
      <Panel
        title="Risk"
        hint={risk.day ? `As told by what was known on ${formatDay(risk.day)}.` : undefined}
      >
        {isTold(risk) ? <Chance risk={risk} /> : <Silence risk={risk} />}
        {isTold(risk) && risk.range_words && <p className={classes.soft}>{risk.range_words}</p>}
        <Deadlines risk={risk} />
        <p className={classes.soft}>
          {risk.model_id !== null && (
            <>
              <Link to={`/forecast/risk/models/${risk.model_id}`}>How good the model is</Link> ·{' '}
            </>
          )}
          <Link to="/forecast/risk">All customers</Link>
        </p>
      </Panel>
      {isTold(risk) && (
        <Panel
          title="Why"
          hint="By how many per cent the probability would differ if this alone were as usual. They tell what went before, not what causes it."
        >
          <Reasons reasons={risk.reasons} onFacts={onFacts} />
        </Panel>
      )}
    </>
  );
}

/** Why there is no number: it would be no more than anybody's. */
function Silence({ risk }: { risk: AccountRisk }) {
  if (risk.day !== null && risk.p_pct === null)
    return <Notice title="It is no customer">So there is nothing to foretell of it.</Notice>;
  return <Notice title={risk.verdict ? verdictLabels[risk.verdict] : 'No model yet'}>{risk.words}</Notice>;
}
