import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { Link, useSearchParams } from 'react-router';
import { DayPicker } from '@/components/day/DayPicker';
import { HealthBadge } from '@/components/HealthBadge';
import { MaturityBadge } from '@/components/MaturityBadge';
import { Money } from '@/components/numbers';
import { Page } from '@/components/Page';
import { Panel } from '@/components/Panel';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { accountPath } from '@/lib/accountPath';
import { $api, type Schema } from '@/lib/api';
import { type Day, isDay } from '@/lib/day';
import { type Standing, useStanding } from '@/scoring/standing/useStanding';
import { AccountSelect } from './AccountSelect';
import classes from './Compare.module.css';
import { leadOf, maturityDifferences } from './differences';
import { HealthParts } from './HealthParts';
import { MaturityParts } from './MaturityParts';
import { Trends } from './Trends';

type Suggestion = Schema<'Suggestions'>['items'][number];

/** Two customers side by side; unless both are named, two of the same health and different maturity. */
export function ComparePage() {
  const [search, setSearch] = useSearchParams();
  const given = search.get('day');
  const day = isDay(given) ? given : undefined;
  const a = search.get('a') ?? undefined;
  const b = search.get('b') ?? undefined;
  const days = $api.useQuery('get', '/api/v1/days');
  const suggestions = $api.useQuery('get', '/api/v1/compare/suggestions', {
    params: { query: { day, ...(a && !b ? { key: a } : {}) } },
  });
  const first = suggestions.data?.items[0];
  const set = (part: Record<string, string | undefined>, replace = false) =>
    setSearch(
      (old) => {
        const next = new URLSearchParams(old);
        for (const [name, value] of Object.entries(part)) {
          if (value) next.set(name, value);
          else next.delete(name);
        }
        return next;
      },
      { replace },
    );

  // biome-ignore lint/correctness/useExhaustiveDependencies: set is made anew with each address
  useEffect(() => {
    if (first && !b) set({ a: a ?? first.a.key, b: first.b.key }, true);
  }, [first, a, b]);

  return (
    <Page
      title="Side by side"
      hint="The same health is not the same customer: maturity says what each needs."
      actions={<DayPicker day={day} onChange={(next) => set({ day: next })} days={days.data?.days ?? []} />}
    >
      {suggestions.error && (
        <ErrorState error={suggestions.error} onRetry={() => void suggestions.refetch()} />
      )}
      {a && b ? (
        <Pair a={a} b={b} day={day} onChoose={set} />
      ) : suggestions.data && !first ? (
        <NoPair a={a} day={day} onChoose={(key) => set({ b: key })} />
      ) : (
        <Loading label="Looking for two customers" />
      )}
      {suggestions.data && suggestions.data.items.length > 1 && (
        <Others items={suggestions.data.items} chosen={`${a} ${b}`} onChoose={set} />
      )}
    </Page>
  );
}

function NoPair({
  a,
  day,
  onChoose,
}: {
  a: string | undefined;
  day: Day | undefined;
  onChoose: (key: string) => void;
}) {
  return (
    <EmptyState
      title={a ? 'Nobody is like it' : 'No two customers to compare yet'}
      action={<AccountSelect label="Compare with" account={undefined} onChoose={onChoose} />}
    >
      {a ? (
        <>
          Its health or maturity is not known, or no other customer comes within two points of its health.
          Choose one by name, or <Link to={accountPath(a, day)}>go back to the account</Link>.
        </>
      ) : (
        'It takes two customers whose health and maturity are known. Rate the maturity of a few more.'
      )}
    </EmptyState>
  );
}

interface PairProps {
  a: string;
  b: string;
  day: Day | undefined;
  onChoose: (part: { a?: string; b?: string }) => void;
}

function Pair({ a, b, day, onChoose }: PairProps) {
  const ours = useStanding(a, day);
  const theirs = useStanding(b, day);
  const error = ours.error ?? theirs.error;
  if (error) {
    return (
      <ErrorState
        error={error}
        onRetry={() => {
          void ours.refetch();
          void theirs.refetch();
        }}
      />
    );
  }
  if (!ours.data || !theirs.data) return <Loading label="Loading both" />;
  return (
    <>
      <p className={classes.lead}>{leadOf(ours.data, theirs.data)}</p>
      <div className={classes.pair}>
        <Side name="Customer A" standing={ours.data} day={day} onChoose={(key) => onChoose({ a: key, b })} />
        <Side
          name="Customer B"
          standing={theirs.data}
          day={day}
          onChoose={(key) => onChoose({ a, b: key })}
        />
      </div>
      <Differ a={ours.data} b={theirs.data} />
      <div className={classes.pair}>
        <HealthParts a={ours.data} b={theirs.data} />
        <div className={classes.column}>
          <MaturityParts a={ours.data} b={theirs.data} />
          <Trends a={ours.data} b={theirs.data} day={day} />
        </div>
      </div>
    </>
  );
}

interface SideProps {
  name: string;
  standing: Standing;
  day: Day | undefined;
  onChoose: (key: string) => void;
}

/** Who it is, how it stands, and what to do with it. */
function Side({ name, standing, day, onChoose }: SideProps) {
  const { account, health, maturity, arr_cents, cell } = standing;
  return (
    <section className={classes.side} aria-label={name}>
      <AccountSelect label={name} account={account} onChoose={onChoose} />
      <h2>
        <Link to={accountPath(account.key, day)}>{account.name}</Link>
      </h2>
      <dl className={classes.figures}>
        <div>
          <dt>Health</dt>
          <dd>
            <HealthBadge
              score={health?.score}
              band={health?.band}
              isFull
              coverage={health?.coverage_pct}
              freshness={health?.freshness_days}
            />
          </dd>
        </div>
        <div>
          <dt>Maturity</dt>
          <dd>
            <MaturityBadge
              score={maturity?.score}
              band={maturity?.band}
              isFull
              coverage={maturity?.coverage_pct}
              freshness={maturity?.freshness_days}
            />
          </dd>
        </div>
        <div>
          <dt>ARR</dt>
          <dd>
            <Money cents={arr_cents} isShort />
          </dd>
        </div>
      </dl>
      <div className={classes.action}>
        <h3>{cell ? cell.label : 'Not yet known'}</h3>
        <p>
          {cell
            ? cell.action
            : (health?.missing_reason ?? maturity?.missing_reason ?? 'It has no place yet.')}
        </p>
      </div>
      {cell && <p className={classes.soft}>{cell.why}</p>}
    </section>
  );
}

/** Why the actions differ: where the one is able and the other is not. */
function Differ({ a, b }: { a: Standing; b: Standing }) {
  const differences = maturityDifferences(a, b);
  if (differences.length === 0) return null;
  return (
    <Panel title="Why the actions differ" hint={`${a.account.name} first, then ${b.account.name}.`}>
      <ul className={classes.differ}>
        {differences.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </Panel>
  );
}

interface OthersProps {
  items: Suggestion[];
  chosen: string;
  onChoose: (part: { a: string; b: string }) => void;
}

/** More such pairs, the most different first. */
function Others({ items, chosen, onChoose }: OthersProps) {
  const others = items.filter(({ a, b }) => `${a.key} ${b.key}` !== chosen);
  return (
    <Panel title="More such pairs" hint="About the same health, maturity far apart.">
      <div className={classes.legend}>
        {others.map(({ a, b }) => (
          <Button
            key={`${a.key} ${b.key}`}
            variant="default"
            size="compact-sm"
            onClick={() => onChoose({ a: a.key, b: b.key })}
          >
            {a.name} and {b.name}
          </Button>
        ))}
      </div>
    </Panel>
  );
}
