import { Button, Group, Select, Table } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { useCan } from '@/access/session';
import { TimeText } from '@/components/DayText';
import { ListTable } from '@/components/ListTable';
import { Missing } from '@/components/numbers';
import { Section } from '@/components/Section';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { $api, api, type Schema } from '@/lib/api';
import { CopyLink } from '../CopyLink';
import classes from '../Survey.module.css';
import { refreshSurveys, type Survey } from '../useSurveys';
import { CopyAllLinks } from './CopyAllLinks';

type Invitation = Schema<'Invitation'>;
export type MailState = NonNullable<Invitation['mail_state']>;

/** What became of a mail, in words. */
export const mailWords: Record<MailState, string> = {
  waiting: 'waits to be sent',
  sending: 'on its way now',
  sent: 'sent',
  refused: 'refused for this person',
  failed: 'could not be sent',
  in_doubt: 'may have arrived',
  dropped: 'not sent any more',
};
const isBad = (state: MailState) => state === 'refused' || state === 'failed' || state === 'in_doubt';

const PAGE = 50;

function useInvitations(key: string, mail_state: MailState | undefined) {
  return useInfiniteQuery({
    queryKey: ['get', '/api/v1/surveys/{key}/invitations', key, mail_state],
    async queryFn({ pageParam }) {
      const { data } = await api.GET('/api/v1/surveys/{key}/invitations', {
        params: {
          path: { key },
          query: { limit: PAGE, mail_state, ...(pageParam ? { after: pageParam } : {}) },
        },
      });
      return data ?? { items: [], next: null };
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}

/** Everybody asked: their mail, their answer, and the link that is theirs alone. */
export function Invitations({ survey, rounds }: { survey: Survey; rounds: Schema<'SurveyRound'>[] }) {
  const [search, setSearch] = useSearchParams();
  const given = search.get('mail');
  const state = given && given in mailWords ? (given as MailState) : undefined;
  const list = useInvitations(survey.key, state);
  const items = list.data?.pages.flatMap((page) => page.items);
  const mayAsk = useCan('manager');
  return (
    <Section
      title="People"
      hint={
        mayAsk
          ? 'Each link is the page of one person alone: whoever has it can answer by it.'
          : 'Personal links are shown to managers.'
      }
      actions={
        <Group gap="xs">
          {survey.channel === 'mail' && (
            <Select
              size="xs"
              w={200}
              aria-label="Those whose mail"
              placeholder="Whatever became of the mail"
              data={Object.entries(mailWords).map(([value, label]) => ({ value, label }))}
              value={state ?? null}
              clearable
              onChange={(value) => setSearch(value ? { mail: value } : {}, { replace: true })}
            />
          )}
          {mayAsk && survey.state === 'open' && items && items.length > 0 && (
            <CopyAllLinks survey={survey} rounds={rounds} mailState={state} />
          )}
        </Group>
      }
    >
      {list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {!items && !list.error && <Loading label="Loading the people asked" />}
      {items?.length === 0 && (
        <EmptyState title={state ? 'None of them' : 'Nobody yet'}>
          {state ? 'Nobody’s mail is in this state.' : 'The people appear when the first round opens.'}
        </EmptyState>
      )}
      {items && items.length > 0 && (
        <ListTable label="People" headers={['Person', 'Account', 'Mail', 'Answered', '']} minWidth={820}>
          {items.map((invitation) => (
            <Row key={invitation.id} invitation={invitation} survey={survey} />
          ))}
        </ListTable>
      )}
      {list.hasNextPage && (
        <Button
          variant="default"
          size="xs"
          mx="auto"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </Section>
  );
}

function Row({ invitation, survey }: { invitation: Invitation; survey: Survey }) {
  const { contact, contact_name, email, account, account_name, link, is_used, answered } = invitation;
  const name = contact_name ?? contact;
  return (
    <Table.Tr>
      <Table.Td>
        {name}
        {email && <small className={classes.said}>{email}</small>}
      </Table.Td>
      <Table.Td>
        <Link to={`/accounts/${encodeURIComponent(account)}?tab=responses`}>{account_name ?? account}</Link>
      </Table.Td>
      <Table.Td>
        <Mail invitation={invitation} />
      </Table.Td>
      <Table.Td>
        {answered ? <TimeText time={answered} /> : is_used ? 'yes' : <Missing reason="not yet" />}
      </Table.Td>
      <Table.Td>
        <Group gap={4} wrap="nowrap" justify="flex-end">
          <Again invitation={invitation} survey={survey} />
          {link && <CopyLink link={link} of={name} />}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

function Mail({ invitation }: { invitation: Invitation }) {
  const { mail_state, mail_said, mail_changed, reminder_state, reminder_changed } = invitation;
  if (!mail_state) return <Missing reason="no mail" />;
  return (
    <>
      <span className={isBad(mail_state) ? classes.bad : undefined}>{mailWords[mail_state]}</span>{' '}
      {mail_changed && <TimeText time={mail_changed} />}
      {isBad(mail_state) && mail_said && <span className={classes.said}>{mail_said}</span>}
      {reminder_state === 'sent' && (
        <span className={classes.said}>
          reminded <TimeText time={reminder_changed} />
        </span>
      )}
    </>
  );
}

function Again({ invitation, survey }: { invitation: Invitation; survey: Survey }) {
  const mayAsk = useCan('manager');
  const again = $api.useMutation('post', '/api/v1/surveys/{key}/invitations/{id}/retry', {
    onSuccess: () => refreshSurveys(),
  });
  const { mail_state } = invitation;
  if (!mayAsk || survey.state !== 'open' || !mail_state || !isBad(mail_state)) return null;
  return (
    <Button
      size="compact-xs"
      variant="default"
      loading={again.isPending}
      title={again.error?.message}
      onClick={() => again.mutate({ params: { path: { key: survey.key, id: String(invitation.id) } } })}
    >
      Send again
    </Button>
  );
}
