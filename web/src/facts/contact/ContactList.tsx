import { Badge, Group } from '@mantine/core';
import { DayText } from '@/components/DayText';
import { Missing } from '@/components/numbers';
import { EmptyState } from '@/components/states';
import { FactTable } from '@/facts/list/FactTable';
import { seenBy, useFacts } from '@/facts/list/useFacts';
import { api, type Schema } from '@/lib/api';
import { type Day, formatDay } from '@/lib/day';
import { sayWord } from '@/lib/words';

type Contact = Schema<'Contact'>;

export const useContacts = (account: string, day: Day | undefined, limit?: number) =>
  useFacts<Contact>('/api/v1/contacts', (query) => api.GET('/api/v1/contacts', { params: { query } }), {
    account,
    day,
    happened: 'joined',
    sort: 'name',
    limit,
  });

/** The people of an account, and the part each plays. */
export function ContactList({ account, day }: { account: string; day: Day | undefined }) {
  const list = useContacts(account, day);
  return (
    <FactTable
      label="Contacts"
      list={list}
      columns={[
        {
          header: 'Name',
          cell: ({ name, key, email }) => (
            <>
              {name || key}
              {email && (
                <small>
                  <a href={`mailto:${email}`}>{email}</a>
                </small>
              )}
            </>
          ),
        },
        { header: 'Title', cell: ({ title }) => title ?? <Missing /> },
        { header: 'Stands for', cell: ({ stakeholder_group }) => stakeholder_group ?? <Missing /> },
        { header: 'Part', cell: ({ roles }) => <Roles roles={roles ?? []} /> },
        { header: 'Since', cell: ({ joined }) => <DayText day={joined} /> },
        {
          header: 'Still there',
          cell: ({ left_day }) => (seenBy(day, left_day) ? `Left ${formatDay(left_day ?? '')}` : 'Yes'),
        },
      ]}
      empty={
        <EmptyState title="No contacts are known">
          Import them from your CRM: a file with a name or e-mail and the account is enough. Then Ripen can
          say when a champion leaves.
        </EmptyState>
      }
    />
  );
}

function Roles({ roles }: { roles: string[] }) {
  if (roles.length === 0) return <Missing reason="no part given" />;
  return (
    <Group gap={4}>
      {roles.map((role) => (
        <Badge key={role} size="sm" variant="light" color={role === 'detractor' ? 'red' : 'gray'} tt="none">
          {sayWord(role)}
        </Badge>
      ))}
    </Group>
  );
}
