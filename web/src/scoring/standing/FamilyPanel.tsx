import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import { HealthBadge } from '@/components/HealthBadge';
import { MaturityBadge } from '@/components/MaturityBadge';
import { Money } from '@/components/numbers';
import { Panel } from '@/components/Panel';
import { $api } from '@/lib/api';
import type { Day } from '@/lib/day';
import { filterText } from '@/lib/filterText';
import classes from './Family.module.css';
import type { Standing } from './useStanding';

const SHOWN = 20;

/** The accounts right below this one with their scores, and what the family comes to. */
export function FamilyPanel({ standing, day }: { standing: Standing; day: Day | undefined }) {
  const { family, account, health, maturity } = standing;
  const filter = filterText('', { parent: [account.key] });
  const { data } = $api.useQuery('get', '/api/v1/portfolio', {
    params: { query: { day, filter, sort: '-arr', limit: SHOWN } },
  });
  if (!data || data.total === 0) return null;
  const hint = family
    ? `Lists and the matrix show the whole family’s scores for this account, ${
        family.hierarchy === 'arr' ? 'weighed by ARR' : 'each account counting once'
      }; the panels of this page are its own.`
    : 'Every account stands alone; the settings can let parents have their family’s scores.';
  return (
    <Panel title="Accounts below this one" hint={hint}>
      <ul className={classes.accounts} aria-label="Accounts below this one">
        {family && (
          <li className={classes.family}>
            <span>The family of {family.below + 1}</span>
            <HealthBadge score={family.health} band={family.health_band} />
            <MaturityBadge score={family.maturity} band={family.maturity_band} />
            <span />
          </li>
        )}
        <li className={classes.own}>
          <span>This account itself</span>
          <HealthBadge score={health.score} band={health.band} />
          <MaturityBadge score={maturity.score} band={maturity.band} />
          <span className={classes.arr}>
            <Money cents={standing.arr_cents} isShort />
          </span>
        </li>
        {data.rows.map((row) => (
          <li key={row.key}>
            <Link to={`/accounts/${encodeURIComponent(row.key)}${day ? `?day=${day}` : ''}`}>{row.name}</Link>
            <HealthBadge score={row.health} band={row.health_band} />
            <MaturityBadge score={row.maturity} band={row.maturity_band} />
            <span className={classes.arr}>
              <Money cents={row.arr_cents} isShort />
            </span>
          </li>
        ))}
      </ul>
      {data.total > SHOWN && (
        <Anchor component={Link} size="sm" to={`/portfolio?${new URLSearchParams({ filter: filter ?? '' })}`}>
          All {data.total} in the portfolio
        </Anchor>
      )}
    </Panel>
  );
}
