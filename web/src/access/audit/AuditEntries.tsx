import { Button, Center } from '@mantine/core';
import { TimeText } from '@/components/DayText';
import type { Schema } from '@/lib/api';
import { AuditDiff } from './AuditDiff';
import classes from './AuditEntries.module.css';
import { sayEntry } from './auditWords';
import type { useAuditLog } from './useAuditLog';

interface AuditEntriesProps {
  label: string;
  log: ReturnType<typeof useAuditLog>['log'];
  entries: Schema<'AuditEntry'>[];
  /** All are of one thing, which the page names already. */
  isOfOne?: boolean;
}

/** Who did what, when, and what stood there before; side by side, on a phone below each other. */
export function AuditEntries({ label, log, entries, isOfOne = false }: AuditEntriesProps) {
  return (
    <>
      <ol className={classes.entries} aria-label={label}>
        {entries.map(({ id, at, who, action, kind, key, before, after }) => (
          <li key={id}>
            <TimeText time={at} />
            <span className={classes.who}>{who}</span>
            <span>
              {sayEntry(action, kind)}
              {key && !isOfOne && <small>{key}</small>}
            </span>
            <AuditDiff before={before} after={after} />
          </li>
        ))}
      </ol>
      {log.hasNextPage && (
        <Center>
          <Button
            variant="default"
            size="xs"
            loading={log.isFetchingNextPage}
            onClick={() => void log.fetchNextPage()}
          >
            Show older entries
          </Button>
        </Center>
      )}
    </>
  );
}
