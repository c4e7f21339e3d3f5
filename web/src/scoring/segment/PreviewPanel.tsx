import { Link } from 'react-router';
import { Count, Money } from '@/components/numbers';
import { Panel } from '@/components/Panel';
import { formatPercent } from '@/lib/format';
import classes from './Segment.module.css';
import { UndatedNote } from './UndatedNote';
import type { FilterDraft } from './useDraft';

/** How many it would be, before anything is saved. */
export function PreviewPanel({ draft }: { draft: FilterDraft }) {
  const { preview, isStale, isEmpty, error } = draft;
  if (isEmpty || !preview || error)
    return (
      <Panel title="Preview">
        <p className={classes.soft} role="note">
          {error
            ? 'Nothing is counted while the filter is wrong.'
            : 'Say who is in it, and it is counted here.'}
        </p>
      </Panel>
    );
  return (
    <Panel title="Preview">
      <dl
        className={classes.figures}
        data-stale={isStale}
        aria-label="Preview of the segment"
        aria-live="polite"
      >
        <div>
          <dt>Accounts</dt>
          <dd>
            <Count value={preview.accounts} />
            {!preview.is_of_all && preview.of_accounts > 0 && (
              <small>{formatPercent((100 * preview.accounts) / preview.of_accounts)} of customers</small>
            )}
          </dd>
        </div>
        <div>
          <dt>ARR</dt>
          <dd>
            <Money cents={preview.arr_cents} isShort />
            {!preview.is_of_all && preview.of_arr_cents > 0 && (
              <small>{formatPercent((100 * preview.arr_cents) / preview.of_arr_cents)} of all</small>
            )}
          </dd>
        </div>
      </dl>
      {preview.largest.length > 0 && (
        <ul className={classes.largest} aria-label="The largest of them">
          {preview.largest.map(({ key, name, arr_cents }) => (
            <li key={key}>
              <Link to={`/accounts/${encodeURIComponent(key)}`}>{name}</Link>
              <Money cents={arr_cents} isShort />
            </li>
          ))}
        </ul>
      )}
      {preview.needs_scores && (
        <p className={classes.soft}>
          Its members hang on scores, so no scorecard can be made for it: that would go in a circle.
        </p>
      )}
      {preview.is_of_all && (
        <p className={classes.soft}>It says itself who is a customer, so those who left are counted, too.</p>
      )}
      <UndatedNote fields={preview.undated} />
    </Panel>
  );
}
