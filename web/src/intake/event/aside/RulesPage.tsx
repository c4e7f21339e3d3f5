import { Button, Drawer, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useNavigate } from 'react-router';
import { useCan } from '@/access/session';
import { Confirm } from '@/components/Confirm';
import { DayText } from '@/components/DayText';
import { ListTable } from '@/components/ListTable';
import { Notice } from '@/components/Notice';
import { Section } from '@/components/Section';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { $api, type Schema } from '@/lib/api';
import { refresh } from '@/lib/queries';
import { againWhich } from './againWhich';
import { RuleForm } from './RuleForm';
import { whatItDoes, whichEvents } from './ruleWords';

/** Rules that mend events before they are counted, in the order in which they work. */
export function RulesPage() {
  const { data, error, refetch } = $api.useQuery('get', '/api/v1/event-rules');
  const mayChange = useCan('manager');
  const [isAdding, adding] = useDisclosure(false);
  const navigate = useNavigate();
  const again = $api.useMutation('post', '/api/v1/set-aside/resend', {
    onSuccess: ({ id }) => navigate(`/events/set-aside?job=${id}`),
  });
  const add = mayChange && (
    <Button size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={adding.open}>
      Add a rule
    </Button>
  );
  return (
    <Section
      title="Rules"
      hint="What product teams send is not always what one would wish. Rules mend it on its way in: one after the other, each on what those above made of the event."
      actions={add}
    >
      {again.error && <Notice tone="bad">{again.error.message}</Notice>}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Loading the rules" />}
      {data?.items.length === 0 && (
        <EmptyState title="No rule yet" action={add}>
          They are most easily made from an event that was set aside: it shows what to match, and where its
          account stands.
        </EmptyState>
      )}
      {data && data.items.length > 0 && (
        <ListTable label="Rules" headers={['Events', 'What is done', 'Made', '']} minWidth={640}>
          {data.items.map((rule) => (
            <RuleRow key={rule.id} rule={rule} mayChange={mayChange} />
          ))}
        </ListTable>
      )}
      <Drawer
        opened={isAdding}
        onClose={adding.close}
        position="right"
        size="40rem"
        title="Add a rule"
        padding="lg"
        transitionProps={{ duration: 120 }}
        closeButtonProps={{ 'aria-label': 'Close without saving' }}
      >
        <RuleForm
          onMade={(rule, isAgain) => {
            adding.close();
            if (isAgain) again.mutate({ body: againWhich(rule) });
          }}
          onCancel={adding.close}
        />
      </Drawer>
    </Section>
  );
}

function RuleRow({ rule, mayChange }: { rule: Schema<'Mend'>; mayChange: boolean }) {
  const [isAsked, confirm] = useDisclosure(false);
  const remove = $api.useMutation('delete', '/api/v1/event-rules/{id}', {
    onSuccess() {
      confirm.close();
      void refresh('/api/v1/event-rules');
    },
  });
  const { id, created, created_by } = rule;
  const which = whichEvents(rule);
  return (
    <Table.Tr>
      <Table.Td>{which}</Table.Td>
      <Table.Td>{whatItDoes(rule)}</Table.Td>
      <Table.Td>
        <DayText day={created.slice(0, 10)} />
        <Text size="xs" c="dimmed">
          by {created_by}
        </Text>
      </Table.Td>
      <Table.Td ta="right">
        {mayChange && (
          <Button
            size="compact-xs"
            variant="default"
            onClick={confirm.open}
            aria-label={`Delete the rule for ${which}`}
          >
            Delete
          </Button>
        )}
        <Confirm
          isOpen={isAsked}
          title="Delete this rule?"
          text="Events that come from now on are no longer mended by it. What it mended stays as it is."
          verb="Delete"
          isPending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate({ params: { path: { id } } })}
          onClose={confirm.close}
        />
      </Table.Td>
    </Table.Tr>
  );
}
