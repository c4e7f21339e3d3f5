import { Badge, Button, Modal, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Confirm } from '@/components/Confirm';
import { DayText, TimeText } from '@/components/DayText';
import { ListTable } from '@/components/ListTable';
import { Secret } from '@/components/Secret';
import { Section } from '@/components/Section';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { $api, type Schema } from '@/lib/api';
import { refresh } from '@/lib/queries';
import { AddKey } from './AddKey';

type ApiKey = Schema<'ApiKey'>;
export type MadeKey = Schema<'ApiKeyCreated'>;

export function KeysPage() {
  const { data, error, refetch } = $api.useQuery('get', '/api/v1/keys');
  const [made, setMade] = useState<MadeKey | null>(null);
  const [isAdding, adding] = useDisclosure(false);

  return (
    <Section
      title="API keys"
      hint={
        <>
          For programs: sent as <code>Authorization: Bearer rpn_…</code>. A key is stored hashed and shown
          once.
        </>
      }
      actions={
        <Button size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={adding.open}>
          Make a key
        </Button>
      }
    >
      {made && (
        <Secret title={`Key “${made.key.name}”`} text={made.secret}>
          It is shown only now. Put it where the program reads its secrets.
        </Secret>
      )}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Loading keys" />}
      {data?.items.length === 0 && (
        <EmptyState title="No key yet">
          Make one for each program, so that each can be revoked alone.
        </EmptyState>
      )}
      {data && data.items.length > 0 && (
        <ListTable label="API keys" headers={['Name', 'Role', 'Scopes', 'Last used', 'Expires', '']}>
          {data.items.map((key) => (
            <KeyRow key={key.id} apiKey={key} />
          ))}
        </ListTable>
      )}
      <Modal opened={isAdding} onClose={adding.close} title="Make an API key" size="md">
        <AddKey
          onMade={(key) => {
            setMade(key);
            adding.close();
          }}
        />
      </Modal>
    </Section>
  );
}

function KeyRow({ apiKey }: { apiKey: ApiKey }) {
  const [isAsked, confirm] = useDisclosure(false);
  const revoke = $api.useMutation('delete', '/api/v1/keys/{id}', {
    onSuccess() {
      confirm.close();
      void refresh('/api/v1/keys');
    },
  });
  const { id, name, role, scopes, created, created_by, last_used, expires, is_revoked } = apiKey;
  return (
    <Table.Tr opacity={is_revoked ? 0.7 : 1}>
      <Table.Td>
        <Text size="sm" fw={500}>
          {name}
        </Text>
        <Text size="xs" c="dimmed">
          made by {created_by}, <DayText day={created.slice(0, 10)} />
        </Text>
      </Table.Td>
      <Table.Td>{role}</Table.Td>
      <Table.Td>{scopes.length > 0 ? scopes.join(', ') : 'all of the role'}</Table.Td>
      <Table.Td>
        <TimeText time={last_used} />
      </Table.Td>
      <Table.Td>{expires ? <DayText day={expires.slice(0, 10)} /> : 'never'}</Table.Td>
      <Table.Td ta="right">
        {is_revoked ? (
          <Badge variant="default">revoked</Badge>
        ) : (
          <Button
            size="compact-xs"
            variant="default"
            onClick={confirm.open}
            aria-label={`Revoke the key ${name}`}
          >
            Revoke
          </Button>
        )}
        <Confirm
          isOpen={isAsked}
          title={`Revoke “${name}”?`}
          text="Programs that use it are refused at once. It cannot be brought back; make a new key instead."
          verb="Revoke"
          isPending={revoke.isPending}
          error={revoke.error}
          onConfirm={() => revoke.mutate({ params: { path: { id } } })}
          onClose={confirm.close}
        />
      </Table.Td>
    </Table.Tr>
  );
}
