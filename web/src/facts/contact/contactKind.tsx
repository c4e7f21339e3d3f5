import { Badge, Group } from '@mantine/core';
import { DayText } from '@/components/DayText';
import { Missing } from '@/components/numbers';
import type { FactKind } from '@/facts/factKind';
import { seenBy, useFacts } from '@/facts/list/useFacts';
import type { Schema } from '@/lib/api';
import { type Day, formatDay } from '@/lib/day';
import { sayWord } from '@/lib/words';

type Contact = Schema<'Contact'>;

/** The people of an account, and the part each plays. */
export const contactKind: FactKind<Contact> = {
  schema: 'Contact',
  path: '/api/v1/contacts',
  happened: 'joined',
  sort: 'name',
  title: 'Contacts',
  one: 'contact',
  nameOf: ({ name, email, key }) => name || email || key,
  columns: [
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
      cell: ({ left_day }, { day }) => (seenBy(day, left_day) ? `Left ${formatDay(left_day ?? '')}` : 'Yes'),
    },
  ],
  form: [
    {
      fields: [
        { name: 'name', help: '' },
        { name: 'email', label: 'E-mail', help: '' },
        { name: 'title', help: '' },
        { name: 'stakeholder_group', label: 'Stands for', help: 'A department or group at the customer' },
        { name: 'roles', label: 'Part in the relation', help: '' },
        { name: 'joined', label: 'Since', help: '' },
        { name: 'left_day', label: 'Left', help: 'The first day no longer there' },
      ],
    },
    { title: 'More', fields: ['key', { name: 'known', label: 'Known since' }] },
  ],
  empty: {
    title: 'No contacts are known',
    text: 'Add the people you talk to, or import them from your CRM: a name or e-mail and the account is enough. Then Ripen can say when a champion leaves.',
  },
};

export const useContacts = (account: string, day: Day | undefined, limit?: number) =>
  useFacts(contactKind, { account, day, limit });

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
