import { Button, Center, Group, Table, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { TimeText } from '@/components/DayText';
import { ListTable } from '@/components/ListTable';
import { Section } from '@/components/Section';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { $api, type Schema } from '@/lib/api';
import { AuditDiff } from './AuditDiff';
import { sayEntry } from './auditWords';

type AuditEntry = Schema<'AuditEntry'>;

const PAGE = 50;
const TYPING_MS = 250;

/** Every change: who, when, and what was there before and after. */
export function AuditPage() {
  const [filter, setFilter] = useState({ who: '', kind: '', key: '', from: '', to: '' });
  const [asked] = useDebouncedValue(filter, TYPING_MS);
  const query = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== ''));
  const log = $api.useInfiniteQuery(
    'get',
    '/api/v1/audit',
    { params: { query: { ...query, limit: PAGE } } },
    {
      pageParamName: 'after',
      // null is left out of the address; undefined would become 0.
      initialPageParam: null,
      getNextPageParam: (page) => page.next ?? undefined,
    },
  );
  const entries = log.data?.pages.flatMap((page) => page.items) ?? [];
  const input = (name: keyof typeof filter) => ({
    size: 'xs' as const,
    value: filter[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setFilter({ ...filter, [name]: event.currentTarget.value }),
  });

  return (
    <Section
      title="Audit log"
      hint="Every change is here, newest first; an import of many rows is one entry."
    >
      <Group gap="xs">
        <TextInput {...input('who')} w={190} placeholder="Who" aria-label="Who" />
        <TextInput {...input('kind')} w={140} placeholder="Kind: account" aria-label="Kind" />
        <TextInput {...input('key')} w={140} placeholder="Key: A-0001" aria-label="Key" />
        <TextInput {...input('from')} type="date" aria-label="First day" />
        <TextInput {...input('to')} type="date" aria-label="Last day" />
      </Group>
      {log.error && <ErrorState error={log.error} onRetry={() => void log.refetch()} />}
      {log.isPending && <Loading label="Loading the audit log" />}
      {log.data && entries.length === 0 && (
        <EmptyState title="No entry matches">Clear a filter, or widen the days.</EmptyState>
      )}
      {entries.length > 0 && (
        <ListTable label="Audit log" headers={['When', 'Who', 'What', 'Change']} minWidth={760}>
          {entries.map((entry) => (
            <AuditRow key={entry.id} entry={entry} />
          ))}
        </ListTable>
      )}
      {log.hasNextPage && (
        <Center>
          <Button variant="default" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
            Show older entries
          </Button>
        </Center>
      )}
    </Section>
  );
}

function AuditRow({ entry }: { entry: AuditEntry }) {
  return (
    <Table.Tr style={{ verticalAlign: 'top' }}>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        <TimeText time={entry.at} />
      </Table.Td>
      <Table.Td>{entry.who}</Table.Td>
      <Table.Td>
        {sayEntry(entry.action, entry.kind)}
        {entry.key && (
          <Text size="xs" c="dimmed">
            {entry.key}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <AuditDiff before={entry.before} after={entry.after} />
      </Table.Td>
    </Table.Tr>
  );
}
