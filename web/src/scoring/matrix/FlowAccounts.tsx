import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { Money } from '@/components/numbers';
import { ErrorState, Loading } from '@/components/states';
import { $api, type Schema } from '@/lib/api';
import { formatDecimal } from '@/lib/format';
import { Panel } from './CellPanel';
import panel from './CellPanel.module.css';
import classes from './Flow.module.css';
import { labelOf } from './flowChart';

interface FlowAccountsProps {
  flow: Schema<'MatrixFlow'>;
  picked: { from: string; to: string };
  matrix: string | undefined;
  filter: string | undefined;
  onClose: () => void;
}

const shown = 100;

/** The accounts of one flow, the largest first, with their scores then and now. */
export function FlowAccounts({ flow, picked, matrix, filter, onClose }: FlowAccountsProps) {
  const { from, to } = flow;
  const query = useQuery(
    $api.queryOptions('get', '/api/v1/matrix/flow/accounts', {
      params: { query: { matrix, filter, from, to, was: picked.from, is: picked.to, limit: shown } },
    }),
  );
  const title = `${labelOf(flow.before, picked.from)} → ${labelOf(flow.after, picked.to)}`;
  return (
    <Panel title={title} onClose={onClose}>
      {query.isPending && <Loading label="Loading the accounts" />}
      {query.isError && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.data && (
        <>
          <ul className={panel.accounts} aria-label="Accounts">
            {query.data.items.map((account) => (
              <li key={account.key}>
                <Link to={`/accounts/${encodeURIComponent(account.key)}`} className={classes.account}>
                  <span className={panel.name}>{account.name}</span>
                  <span className={classes.change}>
                    {change(account.y_from, account.y_to)} · {change(account.x_from, account.x_to)}
                  </span>
                  <span className={panel.arr}>
                    <Money cents={account.arr_to_cents || account.arr_from_cents} isShort />
                  </span>
                </Link>
              </li>
            ))}
          </ul>
          {query.data.total > shown && (
            <p className={panel.why}>
              The {shown} largest of {query.data.total}.
            </p>
          )}
        </>
      )}
    </Panel>
  );
}

/** A score on both days, upwards and to the right: "62.1 → 48.0". */
const change = (from: number | null, to: number | null) => `${formatDecimal(from)} → ${formatDecimal(to)}`;
