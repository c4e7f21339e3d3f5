import { Button, Table } from '@mantine/core';
import { AuditDiff } from '@/access/audit/AuditDiff';
import { sayEntry } from '@/access/audit/auditWords';
import { TimeText } from '@/components/DayText';
import { ListTable } from '@/components/ListTable';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { $api } from '@/lib/api';

const PAGE = 50;

/** Who changed the account's own fields, when, and what stood there before. */
export function AccountAudit({ account }: { account: string }) {
  const log = $api.useInfiniteQuery(
    'get',
    '/api/v1/audit',
    { params: { query: { kind: 'account', key: account, limit: PAGE } } },
    {
      pageParamName: 'after',
      // null is left out of the address; undefined would become 0.
      initialPageParam: null,
      getNextPageParam: ({ next }) => next ?? undefined,
    },
  );
  const entries = log.data?.pages.flatMap(({ items }) => items) ?? [];

  if (log.error) return <ErrorState error={log.error} onRetry={() => void log.refetch()} />;
  if (log.isPending) return <Loading label="Loading the audit log" />;
  if (entries.length === 0) {
    return (
      <EmptyState title="Nobody has changed this account by hand">
        Imports are in the audit log as a whole, under Settings.
      </EmptyState>
    );
  }
  return (
    <>
      <ListTable label="Changes of this account" headers={['When', 'Who', 'What', 'Change']}>
        {entries.map(({ id, at, who, action, before, after }) => (
          <Table.Tr key={id} style={{ verticalAlign: 'top' }}>
            <Table.Td>
              <TimeText time={at} />
            </Table.Td>
            <Table.Td>{who}</Table.Td>
            <Table.Td>{sayEntry(action, 'account')}</Table.Td>
            <Table.Td>
              <AuditDiff before={before} after={after} />
            </Table.Td>
          </Table.Tr>
        ))}
      </ListTable>
      {log.hasNextPage && (
        <Button
          variant="default"
          size="xs"
          mx="auto"
          loading={log.isFetchingNextPage}
          onClick={() => void log.fetchNextPage()}
        >
          Show older changes
        </Button>
      )}
    </>
  );
}
