import { Swing } from '@/components/Swing';
import { $api } from '@/lib/api';
import { formatDelta } from '@/lib/format';
import classes from './Account.module.css';
import type { AccountRisk } from './useAccountRisk';

interface ReasonsProps {
  reasons: AccountRisk['reasons'];
  /** Shows the facts behind a metric. */
  onFacts: (metric: string) => void;
}

/** Why, in words with their size: to the right what raises the probability, to the left what lowers it. */
export function Reasons({ reasons, onFacts }: ReasonsProps) {
  const { data } = $api.useQuery('get', '/api/v1/metrics', {}, { staleTime: Number.POSITIVE_INFINITY });
  const known = new Set(data?.items.map(({ id }) => id));
  const most = Math.max(...reasons.map(({ points }) => Math.abs(points)), 1e-9);
  if (reasons.length === 0) return <p className={classes.soft}>Nothing about it is out of the usual.</p>;
  return (
    <table className={classes.reasons} aria-label="Reasons">
      <thead className="visually-hidden">
        <tr>
          <th scope="col">Reason</th>
          <th scope="col">As a bar</th>
          <th scope="col">Points</th>
        </tr>
      </thead>
      <tbody>
        {reasons.map(({ id, words, points }) => (
          <tr key={id}>
            <th scope="row">
              {known.has(id) ? (
                <button type="button" onClick={() => onFacts(id)} title="Show the facts behind it">
                  {words}
                </button>
              ) : (
                words
              )}
            </th>
            <td aria-hidden>
              <Swing share={points / most} tone={points > 0 ? 'bad' : 'good'} />
            </td>
            <td data-tone={points > 0 ? 'bad' : 'good'}>
              {formatDelta(points)} <span className="visually-hidden">points</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
