import { Button, Group, Table, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { Link } from 'react-router';
import { useCan } from '@/access/session';
import { Confirm } from '@/components/Confirm';
import { TimeText } from '@/components/DayText';
import { ListTable } from '@/components/ListTable';
import { Notice } from '@/components/Notice';
import { Missing } from '@/components/numbers';
import { Section } from '@/components/Section';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { $api, type Schema } from '@/lib/api';
import { refresh } from '@/lib/queries';
import { sentence } from '@/lib/words';
import { surveyPath } from '../useSurveys';

type OptOut = Schema<'Opt'>;

const hows: Record<OptOut['how'], string> = {
  link: 'on the page of a survey',
  mail: 'by their mail program',
  hand: 'entered here',
};

const refreshOptOuts = () => refresh('/api/v1/survey-opt-outs', '/api/v1/survey-preview');

/** Who asked to be left alone, and the way back for those who changed their mind. */
export function OptOuts() {
  const mayChange = useCan('manager');
  const { data, error, refetch } = $api.useQuery('get', '/api/v1/survey-opt-outs');
  const [asked, setAsked] = useState<string | null>(null);
  const again = $api.useMutation('delete', '/api/v1/survey-opt-outs/{email}', {
    onSuccess(_, { params }) {
      setAsked(null);
      notifications.show({ message: `${params.path.email} may be asked again.` });
      void refreshOptOuts();
    },
  });
  return (
    <Section title="Left alone" hint="Addresses that no survey writes to.">
      {mayChange && <LeaveAlone />}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Loading who is left alone" />}
      {data?.items.length === 0 && (
        <EmptyState title="Nobody asked to be left alone">
          Every mail of a survey has a link for it. Who uses it stands here.
        </EmptyState>
      )}
      {data && data.items.length > 0 && (
        <ListTable
          label="Left alone"
          headers={['Address', 'Since', 'How', 'After', ...(mayChange ? [''] : [])]}
        >
          {data.items.map((one) => (
            <Row key={one.email} one={one} onAgain={mayChange ? setAsked : undefined} />
          ))}
        </ListTable>
      )}
      <Confirm
        title={`Ask ${asked ?? ''} again?`}
        text="They asked to be left alone. Only go on if they told you themselves that they want to be asked again; surveys may then write to them."
        verb="Ask again"
        isOpen={asked !== null}
        isPending={again.isPending}
        error={again.error}
        onConfirm={() => asked && again.mutate({ params: { path: { email: asked } } })}
        onClose={() => {
          setAsked(null);
          again.reset();
        }}
      />
    </Section>
  );
}

function Row({ one, onAgain }: { one: OptOut; onAgain: ((email: string) => void) | undefined }) {
  const { email, at, how, survey } = one;
  return (
    <Table.Tr>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>{email}</Table.Td>
      <Table.Td>
        <TimeText time={at} />
      </Table.Td>
      <Table.Td>{hows[how]}</Table.Td>
      <Table.Td>
        {survey ? <Link to={surveyPath(survey)}>{survey}</Link> : <Missing reason="no survey" />}
      </Table.Td>
      {onAgain && (
        <Table.Td>
          <Group justify="flex-end">
            <Button size="compact-xs" variant="default" onClick={() => onAgain(email)}>
              Ask again …<span className="visually-hidden"> {email}</span>
            </Button>
          </Group>
        </Table.Td>
      )}
    </Table.Tr>
  );
}

/** For those who say it on the phone. */
function LeaveAlone() {
  const [email, setEmail] = useState('');
  const add = $api.useMutation('post', '/api/v1/survey-opt-outs', {
    onSuccess() {
      setEmail('');
      void refreshOptOuts();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate({ body: { email } });
      }}
    >
      <Group align="flex-end" gap="xs">
        <TextInput
          label="Leave somebody alone"
          type="email"
          placeholder="name@example.com"
          required
          withAsterisk={false}
          w={280}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={add.isPending} disabled={email.trim() === ''}>
          Add
        </Button>
      </Group>
      {add.error && <Notice tone="bad">{sentence(add.error.message)}</Notice>}
    </form>
  );
}
