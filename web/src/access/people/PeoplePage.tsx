import { Badge, Button, Modal, Stack, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { DayText, TimeText } from '@/components/DayText';
import { ListTable } from '@/components/ListTable';
import { Notice } from '@/components/Notice';
import { Secret } from '@/components/Secret';
import { Section } from '@/components/Section';
import { ErrorState, Loading } from '@/components/states';
import { $api, type Schema } from '@/lib/api';
import { refresh } from '@/lib/queries';
import { RoleSelect } from '../RoleSelect';
import { useSession } from '../session';
import { AddPerson } from './AddPerson';
import { PersonMenu } from './PersonMenu';

export type User = Schema<'User'>;

/** A one-time password just made, and for whom. */
export interface Issued {
  email: string;
  password: string;
}

export function PeoplePage() {
  const { data, error, refetch } = $api.useQuery('get', '/api/v1/users');
  const [issued, setIssued] = useState<Issued | null>(null);
  const [isAdding, adding] = useDisclosure(false);

  return (
    <Section
      title="People"
      hint="Who may log in. A new person gets a one-time password and chooses an own one at the first log-in."
      actions={
        <Button size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={adding.open}>
          Add a person
        </Button>
      }
    >
      {issued && (
        <Secret title={`One-time password of ${issued.email}`} text={issued.password}>
          It is shown only now. Hand it over by a safe way; it works once.
        </Secret>
      )}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Loading people" />}
      {data && (
        <ListTable label="People" headers={['Name', 'Role', 'State', 'Last seen', 'Added', '']}>
          {data.items.map((user) => (
            <PersonRow key={user.id} user={user} onIssued={setIssued} />
          ))}
        </ListTable>
      )}
      <Modal opened={isAdding} onClose={adding.close} title="Add a person" size="sm">
        <AddPerson
          onAdded={(added) => {
            setIssued(added);
            adding.close();
          }}
        />
      </Modal>
    </Section>
  );
}

function PersonRow({ user, onIssued }: { user: User; onIssued: (issued: Issued) => void }) {
  const { me } = useSession();
  const change = $api.useMutation('patch', '/api/v1/users/{id}', {
    onSuccess: () => refresh('/api/v1/users'),
  });
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={500}>
          {user.name} {user.id === me?.id && '(you)'}
        </Text>
        <Text size="xs" c="dimmed">
          {user.email}
        </Text>
        {change.error && <Notice tone="bad">{change.error.message}</Notice>}
      </Table.Td>
      <Table.Td>
        <RoleSelect
          size="xs"
          w={120}
          aria-label={`Role of ${user.name}`}
          value={user.role}
          disabled={change.isPending}
          onChange={(role) => change.mutate({ params: { path: { id: user.id } }, body: { role } })}
        />
      </Table.Td>
      <Table.Td>
        <PersonState user={user} />
      </Table.Td>
      <Table.Td>
        <TimeText time={user.last_seen} />
      </Table.Td>
      <Table.Td>
        <DayText day={user.created.slice(0, 10)} />
      </Table.Td>
      <Table.Td ta="right">
        <PersonMenu user={user} isMe={user.id === me?.id} onIssued={onIssued} />
      </Table.Td>
    </Table.Tr>
  );
}

function PersonState({ user }: { user: User }) {
  if (user.is_disabled) return <Badge variant="default">disabled</Badge>;
  if (user.must_change_password) return <Badge variant="default">one-time password</Badge>;
  return <Stack gap={0}>active</Stack>;
}
