import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { Link } from 'react-router';
import { Notice } from '@/components/Notice';
import { useContacts } from '@/facts/contact/contactKind';
import { refreshResponses } from '@/facts/survey/refreshResponses';
import { $api } from '@/lib/api';
import { sentence } from '@/lib/words';
import { CopyLink } from './CopyLink';
import { refreshSurveys } from './useSurveys';

/** Asks one person of an account by a survey that is open. */
export function AskButton({ account }: { account: string }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button size="xs" onClick={open}>
        Ask …
      </Button>
      <Modal opened={isOpen} onClose={close} title="Ask somebody" size="md">
        <Ask account={account} onClose={close} />
      </Modal>
    </>
  );
}

function Ask({ account, onClose }: { account: string; onClose: () => void }) {
  const surveys = $api.useQuery('get', '/api/v1/surveys');
  const contacts = useContacts(account, undefined);
  const open = (surveys.data?.items ?? []).filter(({ survey }) => survey.state === 'open');
  const people = (contacts.items ?? []).filter(({ left_day }) => !left_day);
  const [wanted, setWanted] = useState<string | null>(null);
  const [contact, setContact] = useState<string | null>(null);
  const chosen = wanted ?? open[0]?.survey.key ?? null;
  const person = people.find(({ key }) => key === contact);
  const ask = $api.useMutation('post', '/api/v1/surveys/{key}/invitations', {
    onSuccess() {
      void refreshSurveys();
      void refreshResponses();
    },
  });
  const send = (is_mailed: boolean) => {
    if (chosen && contact) ask.mutate({ params: { path: { key: chosen } }, body: { contact, is_mailed } });
  };
  if (surveys.data && open.length === 0) {
    return (
      <Text size="sm">
        No survey is open. <Link to="/surveys">Open one</Link>, then single people can be asked by it from
        here.
      </Text>
    );
  }
  if (ask.data) {
    return (
      <Stack>
        <Notice tone="good" title={ask.data.mail_state ? 'The mail is on its way' : 'The link is ready'}>
          {ask.data.contact_name ?? ask.data.contact} is asked. What they answer appears among the responses.
        </Notice>
        <Group justify="flex-end">
          {ask.data.link && <CopyLink link={ask.data.link} of={ask.data.contact_name ?? ask.data.contact} />}
          <Button onClick={onClose}>Done</Button>
        </Group>
      </Stack>
    );
  }
  return (
    <Stack>
      <Select
        label="By the survey"
        data={open.map(({ survey }) => ({ value: survey.key, label: survey.name }))}
        value={chosen}
        allowDeselect={false}
        onChange={setWanted}
      />
      <Select
        label="Who"
        placeholder="A person of the account"
        data={people.map(({ key, name, title }) => ({
          value: key,
          label: [name || key, title].filter(Boolean).join(', '),
        }))}
        value={contact}
        searchable
        data-autofocus
        onChange={setContact}
      />
      {ask.error && <Notice tone="bad">{sentence(ask.error.message)}</Notice>}
      <Group justify="flex-end">
        <Button variant="default" loading={ask.isPending} disabled={!contact} onClick={() => send(false)}>
          Make a link
        </Button>
        <Button loading={ask.isPending} disabled={!person?.email} onClick={() => send(true)}>
          Send a mail
        </Button>
      </Group>
    </Stack>
  );
}
