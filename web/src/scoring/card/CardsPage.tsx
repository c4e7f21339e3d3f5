import { ActionIcon, Badge, Button, FileButton, Group, Stack, Table } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useCan } from '@/access/session';
import { TimeText } from '@/components/DayText';
import { ListTable } from '@/components/ListTable';
import { Notice } from '@/components/Notice';
import { Section } from '@/components/Section';
import { ErrorState, Loading } from '@/components/states';
import { $api, api, Problem, type Schema } from '@/lib/api';
import { readJson } from '@/lib/jsonFile';
import { refresh } from '@/lib/queries';
import { NewCard } from './NewCard';

type Summary = Schema<'CardSummary'>;

const kinds: { kind: Summary['kind']; title: string; hint: string }[] = [
  { kind: 'health', title: 'Health', hint: 'Scores customers: the relation between them and us.' },
  {
    kind: 'maturity',
    title: 'Maturity',
    hint: 'Rates customers and prospects: how well they run their own function.',
  },
  { kind: 'qualification', title: 'Qualification', hint: 'Says whether a prospect is worth selling to now.' },
  { kind: 'other', title: 'Other', hint: 'Serve only matrices that name them.' },
];

/** All cards by kind, in the order in which they are asked. */
export function CardsPage() {
  const { data, error, refetch } = $api.useQuery('get', '/api/v1/cards');
  const mayEdit = useCan('manager');
  const [isMaking, setIsMaking] = useState(false);
  return (
    <Section
      title="Scorecards"
      hint="A scorecard is a weighted tree that turns metrics and ratings into one score. An account is scored by the first card of a kind whose segment it is in, else by the default."
      actions={
        mayEdit && (
          <Group gap="xs">
            <ImportCard />
            <Button size="xs" onClick={() => setIsMaking(true)}>
              New card
            </Button>
          </Group>
        )
      }
    >
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Loading scorecards" />}
      {data && (
        <Stack gap="lg">
          {kinds.map((of) => (
            <Kind key={of.kind} {...of} versions={data.items.filter(({ kind }) => kind === of.kind)} />
          ))}
          <NewCard cards={data.items} isOpen={isMaking} onClose={() => setIsMaking(false)} />
        </Stack>
      )}
    </Section>
  );
}

function ImportCard() {
  const navigate = useNavigate();
  const add = useMutation<Schema<'CardDraft'> | undefined, Error, File>({
    mutationFn: async (file) =>
      (
        await api.POST('/api/v1/cards', {
          body: { card: await readJson<Schema<'CardInput'>>(file, 'scorecard') },
        })
      ).data,
    onSuccess(draft) {
      void refresh('/api/v1/cards');
      if (draft) void navigate(`${encodeURIComponent(draft.card.key)}/edit`);
    },
  });
  return (
    <>
      {add.error && <Notice tone="bad">{placedMessage(add.error)}</Notice>}
      <FileButton accept="application/json,.json" onChange={(file) => file && add.mutate(file)}>
        {(props) => (
          <Button {...props} size="xs" variant="default" loading={add.isPending}>
            Import JSON
          </Button>
        )}
      </FileButton>
    </>
  );
}

/** Where in the file the fault is: "groups[0].measures[1].ref: there is no metric …". */
function placedMessage(error: Error): string {
  const field = error instanceof Problem ? error.field?.replace(/^card\./, '') : undefined;
  return field ? `${field}: ${error.message}` : error.message;
}

/** One row for each key: what is in force, else what was or will be. */
function rowsOf(versions: Summary[]): Summary[] {
  const byKey = new Map<string, Summary>();
  for (const version of versions) {
    const known = byKey.get(version.key);
    if (!known || (version.state === 'published' && known.state !== 'published'))
      byKey.set(version.key, version);
  }
  const rank = (card: Summary) =>
    card.state !== 'published' ? 2e9 : card.key === card.kind ? 1e9 : card.position;
  return [...byKey.values()].sort((a, b) => rank(a) - rank(b));
}

function Kind({ kind, title, hint, versions }: (typeof kinds)[number] & { versions: Summary[] }) {
  const isAdmin = useCan('admin');
  const order = useMutation<unknown, Error, string[]>({
    mutationFn: (keys) => api.POST('/api/v1/cards/order', { body: { kind, keys } }),
    onSuccess: () => refresh('/api/v1/'),
  });
  const rows = rowsOf(versions);
  if (rows.length === 0) return null;
  const asked = rows
    .filter((card) => card.state === 'published' && card.key !== card.kind)
    .map(({ key }) => key);
  const move = (key: string, by: number) => {
    const keys = [...asked];
    const at = keys.indexOf(key);
    keys.splice(at, 1);
    keys.splice(at + by, 0, key);
    order.mutate(keys);
  };
  return (
    <section aria-label={title}>
      <h3 style={{ margin: 0, fontSize: '0.875rem' }}>{title}</h3>
      <p style={{ margin: '0.125rem 0 0.375rem', fontSize: '0.8125rem', color: 'var(--ink-soft)' }}>{hint}</p>
      {order.error && <Notice tone="bad">{order.error.message}</Notice>}
      <ListTable label={`${title} cards`} headers={['Name', 'Serves', 'Version', 'State', 'Published', '']}>
        {rows.map((card) => (
          <Table.Tr key={card.key}>
            <Table.Td>
              <Link
                to={
                  card.state === 'draft'
                    ? `${encodeURIComponent(card.key)}/edit`
                    : encodeURIComponent(card.key)
                }
              >
                {card.name}
              </Link>
            </Table.Td>
            <Table.Td>{card.segment ?? (card.key === card.kind ? 'everybody else' : 'everybody')}</Table.Td>
            <Table.Td className="numeric">{card.version}</Table.Td>
            <Table.Td>
              {card.state}{' '}
              {card.state !== 'draft' &&
                versions.some(({ key, state }) => key === card.key && state === 'draft') && (
                  <Badge
                    size="xs"
                    variant="light"
                    color="gray"
                    autoContrast
                    component={Link}
                    to={`${encodeURIComponent(card.key)}/edit`}
                  >
                    draft
                  </Badge>
                )}
            </Table.Td>
            <Table.Td>
              <TimeText time={card.published} />
            </Table.Td>
            <Table.Td>
              {isAdmin && asked.length > 1 && asked.includes(card.key) && (
                <Group gap={2} wrap="nowrap">
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={`Ask ${card.name} earlier`}
                    disabled={asked[0] === card.key}
                    onClick={() => move(card.key, -1)}
                  >
                    <IconArrowUp size={15} stroke={1.6} />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={`Ask ${card.name} later`}
                    disabled={asked.at(-1) === card.key}
                    onClick={() => move(card.key, 1)}
                  >
                    <IconArrowDown size={15} stroke={1.6} />
                  </ActionIcon>
                </Group>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </ListTable>
    </section>
  );
}
