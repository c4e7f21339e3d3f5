import { Notice } from '@/components/Notice';
import type { Schema } from '@/lib/api';
import { formatCount } from '@/lib/format';

const LATE_MS = 30_000;

/** Says so when what is on disk is not counted yet; silent as a rule. */
export function CountingState({ rates }: { rates: Schema<'EventRates'> }) {
  const { is_stuck, is_replaying, lag_ms } = rates;
  const late = `the oldest of them came ${formatCount(Math.round(lag_ms / 1000))} seconds ago`;
  if (is_stuck)
    return (
      <Notice tone="warning" title="Events are kept, but not counted at the moment">
        The database is busy or refuses; it is tried again by itself, and nothing is lost. If this stays, the
        server’s log says why.
      </Notice>
    );
  if (is_replaying)
    return <Notice title="Catching up">What came before the last start is still being counted.</Notice>;
  if (lag_ms > LATE_MS)
    return (
      <Notice tone="warning" title="Counting is behind">
        Events are safe on disk and will be counted; {late}.
      </Notice>
    );
  return null;
}
