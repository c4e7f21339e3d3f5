import { ActionIcon, Anchor } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { HealthBadge } from '@/components/HealthBadge';
import { MaturityBadge } from '@/components/MaturityBadge';
import { Count, Money, Percent } from '@/components/numbers';
import { ErrorState, Loading } from '@/components/states';
import { $api } from '@/lib/api';
import { within } from '@/lib/filterText';
import { type Card, useTriedList } from '../whatif/useWhatif';
import classes from './CellPanel.module.css';
import type { Cell } from './geometry';

const shown = 30;

interface CellPanelProps {
  cell: Cell;
  /** The key of the matrix. */
  matrix: string;
  day: string;
  /** The filter that the matrix is about. */
  filter: string | undefined;
  /** Cards that are tried; none: as it is. */
  cards: Card[];
  onClose: () => void;
}

/** What the cell asks for, and who is in it, the largest first. */
export function CellPanel({ cell, matrix, day, filter, cards, onClose }: CellPanelProps) {
  return (
    <Panel title={cell.label} onClose={onClose}>
      <p className={classes.action}>{cell.action}</p>
      <p className={classes.why}>{cell.why}</p>
      <dl className={classes.figures}>
        <div>
          <dt>Accounts</dt>
          <dd>
            <Count value={cell.count} />
            <small>
              <Percent value={cell.share_pct} /> of all
            </small>
          </dd>
        </div>
        <div>
          <dt>ARR</dt>
          <dd>
            <Money cents={cell.arr_cents} isShort />
            <small>
              <Percent value={cell.arr_share_pct} /> of all
            </small>
          </dd>
        </div>
      </dl>
      {cell.count > 0 ? (
        <AccountList filter={within(filter, `cell = "${cell.id}"`)} matrix={matrix} day={day} cards={cards} />
      ) : (
        <p className={classes.why}>No account stands here on this day.</p>
      )}
    </Panel>
  );
}

interface PanelProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

export function Panel({ title, onClose, children }: PanelProps) {
  return (
    <aside className={classes.panel} aria-label={title}>
      <header>
        <h2>{title}</h2>
        <ActionIcon variant="subtle" color="gray" onClick={onClose} aria-label="Close">
          <IconX size={16} />
        </ActionIcon>
      </header>
      {children}
    </aside>
  );
}

interface AccountListProps {
  filter: string;
  matrix: string;
  day: string;
  cards: Card[];
}

export function AccountList({ filter, matrix, day, cards }: AccountListProps) {
  const ask = { day, matrix, filter, sort: '-arr', limit: shown };
  const isTried = cards.length > 0;
  const query = useQuery({
    ...$api.queryOptions('get', '/api/v1/portfolio', { params: { query: ask } }),
    enabled: !isTried,
  });
  const tried = useTriedList(ask, cards);
  const error = isTried ? tried.error : query.error;
  const list = (isTried && tried.data) || query.data;
  if (error) return <ErrorState error={error} onRetry={() => query.refetch()} />;
  if (!list) return <Loading label="Loading the accounts" />;
  const { rows, total } = list;
  const link = `/portfolio?${new URLSearchParams({ filter, matrix, day })}`;
  return (
    <>
      <ul className={classes.accounts} aria-label="Accounts">
        {rows.map((row) => (
          <li key={row.key}>
            <Link to={`/accounts/${encodeURIComponent(row.key)}`}>
              <span className={classes.name}>{row.name}</span>
              <HealthBadge
                score={row.health}
                band={row.health_band}
                coverage={row.health_coverage_pct}
                freshness={row.health_freshness_days}
              />
              <MaturityBadge
                score={row.maturity}
                band={row.maturity_band}
                coverage={row.maturity_coverage_pct}
                freshness={row.maturity_freshness_days}
              />
              <span className={classes.arr}>
                <Money cents={row.arr_cents} isShort />
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <Anchor component={Link} to={link} size="sm" className={classes.more}>
        {total > shown ? `All ${total} in the portfolio` : 'Open in the portfolio'}
      </Anchor>
    </>
  );
}
