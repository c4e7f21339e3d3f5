import { AuditEntries } from '@/access/audit/AuditEntries';
import { useAuditLog } from '@/access/audit/useAuditLog';
import { EmptyState, ErrorState, Loading } from '@/components/states';

/** Who changed the account's own fields, when, and what stood there before. */
export function AccountAudit({ account }: { account: string }) {
  const { log, entries } = useAuditLog({ kind: 'account', key: account });

  if (log.error) return <ErrorState error={log.error} onRetry={() => void log.refetch()} />;
  if (log.isPending) return <Loading label="Loading the audit log" />;
  if (entries.length === 0) {
    return (
      <EmptyState title="Nobody has changed this account by hand">
        Imports are in the audit log as a whole, under Settings.
      </EmptyState>
    );
  }
  return <AuditEntries label="Changes of this account" log={log} entries={entries} isOfOne />;
}
