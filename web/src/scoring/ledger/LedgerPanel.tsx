import { Button } from '@mantine/core';
import { Panel } from '@/components/Panel';
import { ErrorState, Loading } from '@/components/states';
import type { Day } from '@/lib/day';
import { EntryItem } from './EntryItem';
import classes from './Ledger.module.css';
import { useLedger } from './useLedger';

const SHOWN = 5;

interface LedgerPanelProps {
  accountKey: string;
  day: Day | undefined;
  onDay: (day: Day) => void;
}

/** Each time the account left its band or its cell, and because of what. */
export function LedgerPanel({ accountKey, day, onDay }: LedgerPanelProps) {
  const ledger = useLedger(accountKey, day ? { to: day } : {}, SHOWN);
  return (
    <Panel
      title="Where it came from"
      hint="Every change of band or cell, the latest first, with its reasons."
    >
      {ledger.error && <ErrorState error={ledger.error} onRetry={ledger.retry} />}
      {!ledger.entries && !ledger.error && <Loading label="Comparing the weeks" />}
      {ledger.entries?.length === 0 && (
        <p className={classes.soft}>It has stood where it stands for as long as it has been scored.</p>
      )}
      {ledger.entries && ledger.entries.length > 0 && (
        <ol className={classes.list}>
          {ledger.entries.map((entry) => (
            <EntryItem key={entry.day} entry={entry} isNamed={false} onDay={onDay} />
          ))}
        </ol>
      )}
      {ledger.hasMore && (
        <Button
          variant="default"
          size="xs"
          mx="auto"
          loading={ledger.isLoadingMore}
          onClick={ledger.loadMore}
        >
          Earlier changes
        </Button>
      )}
    </Panel>
  );
}
