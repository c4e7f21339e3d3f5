import { Button, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useSession } from '@/access/session';
import { Notice, type Tone } from '@/components/Notice';
import { Section } from '@/components/Section';
import { $api, type Schema } from '@/lib/api';
import { sentence } from '@/lib/words';

type Outcome = Schema<'MailTest'>['outcome'];

const said: Record<Outcome, { tone: Tone; title: string }> = {
  sent: { tone: 'good', title: 'The server has taken the mail' },
  refused: { tone: 'bad', title: 'The server refuses mail for this address' },
  later: { tone: 'warning', title: 'The server does not take it now; Ripen would try again later' },
  in_doubt: { tone: 'warning', title: 'It may have gone out: the server fell silent after the message' },
  unusable: { tone: 'bad', title: 'Mail cannot go out with these settings' },
};

/** A mail to oneself, and what the server said to it. */
export function MailTest({ isReady }: { isReady: boolean }) {
  const { me } = useSession();
  const [to, setTo] = useState(me?.email ?? '');
  const test = $api.useMutation('post', '/api/v1/mail-settings/test');
  const outcome = test.data && said[test.data.outcome];
  return (
    <Section title="Try it" hint="Goes out at once, by the settings that are saved.">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          test.mutate({ body: { to } });
        }}
      >
        <Group align="flex-end">
          <TextInput
            label="To"
            type="email"
            required
            withAsterisk={false}
            w={280}
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" loading={test.isPending} disabled={!isReady}>
            Send a test mail
          </Button>
        </Group>
      </form>
      {test.error && <Notice tone="bad">{sentence(test.error.message)}</Notice>}
      {test.data && outcome && (
        <Notice tone={outcome.tone} title={outcome.title}>
          {test.data.text}
          {test.data.status !== null && ` (${test.data.status})`}
        </Notice>
      )}
    </Section>
  );
}
