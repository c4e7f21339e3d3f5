import {
  Button,
  Group,
  NumberInput,
  PasswordInput,
  Select,
  SimpleGrid,
  Stack,
  Textarea,
  TextInput,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useCan } from '@/access/session';
import { Notice } from '@/components/Notice';
import { Section } from '@/components/Section';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { $api, Problem, type Schema } from '@/lib/api';
import { refresh } from '@/lib/queries';
import { sentence } from '@/lib/words';
import { MailTest } from './MailTest';

type Settings = Schema<'MailSettingsView'>;

/** How mail goes out: the server, the sender, and a mail to try it. */
export function MailPage() {
  const isAdmin = useCan('admin');
  const { data, error, refetch } = $api.useQuery('get', '/api/v1/mail-settings', {}, { enabled: isAdmin });
  if (!isAdmin) {
    return (
      <EmptyState title="Admins set up mail">
        The settings hold a password. An admin can set them up, or give you the role.
      </EmptyState>
    );
  }
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading label="Loading the mail settings" />;
  return (
    <Stack gap="xl" maw={720}>
      {/* The key starts the form anew when the saved settings come back. */}
      <MailForm key={JSON.stringify(data)} saved={data} />
      <MailTest isReady={data.is_ready} />
    </Stack>
  );
}

const securities = [
  { value: 'starttls', label: 'STARTTLS (usual, port 587)' },
  { value: 'tls', label: 'TLS from the start (port 465)' },
  { value: 'none', label: 'None (same machine only, port 25)' },
];
const usualPort = { starttls: 587, tls: 465, none: 25 };

function MailForm({ saved }: { saved: Settings }) {
  const [draft, setDraft] = useState(saved);
  /** null: the one that is stored stays. */
  const [password, setPassword] = useState<string | null>(null);
  const save = $api.useMutation('patch', '/api/v1/mail-settings', {
    onSuccess() {
      notifications.show({ message: 'The mail settings are saved.' });
      void refresh('/api/v1/mail-settings');
    },
  });
  const changes = {
    ...Object.fromEntries(
      Object.entries(draft).filter(([name, value]) => value !== saved[name as keyof Settings]),
    ),
    ...(password === null ? {} : { password: password || null }),
  };
  const refused = save.error instanceof Problem ? save.error.field : undefined;
  const errorAt = (name: string) => (refused === name ? sentence(save.error?.message ?? '') : undefined);
  const text = (name: 'host' | 'user' | 'ca' | 'from_email' | 'from_name' | 'reply_to' | 'public_url') => ({
    name,
    value: draft[name] ?? '',
    error: errorAt(name),
    onChange: (event: { currentTarget: { value: string } }) =>
      setDraft({ ...draft, [name]: event.currentTarget.value || null }),
  });

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ body: changes });
      }}
    >
      <Stack gap="xl">
        {!saved.is_ready && (
          <Notice tone="warning" title="Mail cannot go out yet">
            A server, a sender and the public address are needed. Until then surveys are asked by personal
            links.
          </Notice>
        )}
        {save.error && !refused && <Notice tone="bad">{sentence(save.error.message)}</Notice>}
        <Section title="Mail server" hint="The server that takes mail from Ripen and delivers it.">
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput label="Server" placeholder="smtp.example.com" {...text('host')} />
            <Select
              label="Security"
              data={securities}
              allowDeselect={false}
              value={draft.security}
              error={errorAt('security')}
              onChange={(value) => value && setDraft({ ...draft, security: value as Settings['security'] })}
            />
            <TextInput
              label="User"
              description="Left empty: nobody logs in"
              autoComplete="off"
              {...text('user')}
            />
            <PasswordInput
              label="Password"
              description={
                saved.has_password && password === null
                  ? 'One is stored, and never shown again; write to replace it'
                  : 'Stored, and never shown again'
              }
              placeholder={saved.has_password ? '••••••••' : undefined}
              autoComplete="new-password"
              visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
              value={password ?? ''}
              error={errorAt('password')}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            <NumberInput
              label="Port"
              placeholder={String(usualPort[draft.security])}
              min={1}
              max={65_535}
              value={draft.port ?? ''}
              error={errorAt('port')}
              onChange={(value) => setDraft({ ...draft, port: typeof value === 'number' ? value : null })}
            />
            <NumberInput
              label="Patience"
              description="How long one message may take"
              min={1}
              max={300}
              suffix=" s"
              value={draft.timeout_s}
              error={errorAt('timeout_s')}
              onChange={(value) => typeof value === 'number' && setDraft({ ...draft, timeout_s: value })}
            />
          </SimpleGrid>
          <Textarea
            label="Certificates trusted instead of the system’s"
            description="In PEM: for a server with a certificate of your own"
            autosize
            minRows={1}
            maxRows={6}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            {...text('ca')}
          />
        </Section>
        <Section title="Sender" hint="Whom the mail comes from, and where its links lead.">
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput label="Name" placeholder="Jo of Customer Success" {...text('from_name')} />
            <TextInput
              label="Address"
              type="email"
              description="What cannot be delivered comes back there"
              {...text('from_email')}
            />
            <TextInput
              label="Answers go to"
              type="email"
              description="Left empty: to the sender"
              {...text('reply_to')}
            />
            <TextInput
              label="Public address of Ripen"
              type="url"
              placeholder="https://ripen.example.com"
              description="How people outside reach it, for links in mails"
              {...text('public_url')}
            />
          </SimpleGrid>
        </Section>
        <Group>
          <Button type="submit" loading={save.isPending} disabled={Object.keys(changes).length === 0}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
