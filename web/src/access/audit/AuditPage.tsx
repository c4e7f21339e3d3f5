import { Group, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { Section } from '@/components/Section';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { AuditEntries } from './AuditEntries';
import { kindChoices } from './auditWords';
import { useAuditLog } from './useAuditLog';

const TYPING_MS = 250;

/** Every change: who, when, and what was there before and after. */
export function AuditPage() {
  const [filter, setFilter] = useState({ who: '', kind: '', key: '', from: '', to: '' });
  const [asked] = useDebouncedValue(filter, TYPING_MS);
  const { log, entries } = useAuditLog(
    Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== '')),
  );
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
        <Select
          size="xs"
          w={170}
          aria-label="What was changed"
          placeholder="Anything"
          data={kindChoices}
          value={filter.kind || null}
          clearable
          searchable
          nothingFoundMessage="Nothing is called so"
          onChange={(kind) => setFilter({ ...filter, kind: kind ?? '' })}
        />
        <TextInput {...input('key')} w={140} placeholder="Key: A-0001" aria-label="Key" />
        <TextInput {...input('from')} type="date" aria-label="First day" />
        <TextInput {...input('to')} type="date" aria-label="Last day" />
      </Group>
      {log.error && <ErrorState error={log.error} onRetry={() => void log.refetch()} />}
      {log.isPending && <Loading label="Loading the audit log" />}
      {log.data && entries.length === 0 && (
        <EmptyState title="No entry matches">Clear a filter, or widen the days.</EmptyState>
      )}
      {entries.length > 0 && <AuditEntries label="Audit log" log={log} entries={entries} />}
    </Section>
  );
}
