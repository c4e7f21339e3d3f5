import { Anchor, Breadcrumbs, Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useCan } from '@/access/session';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { $api, api, type Schema } from '@/lib/api';
import { refresh } from '@/lib/queries';
import classes from '../Card.module.css';
import { CardEditor } from './CardEditor';
import { useInputs } from './useInputs';

/** The draft of a card: begun here if there is none. */
export function EditCardPage() {
  const { key = '' } = useParams();
  const [loads, setLoads] = useState(0);
  const cards = $api.useQuery('get', '/api/v1/cards');
  const hasDraft = cards.data?.items.some((card) => card.key === key && card.state === 'draft');
  const { data, error, refetch } = $api.useQuery(
    'get',
    '/api/v1/cards/{key}/draft',
    { params: { path: { key } } },
    // What is being edited is not taken from under the hands: it is loaded when the page opens.
    { enabled: hasDraft === true, staleTime: Infinity, gcTime: 0 },
  );
  const inputs = useInputs();
  const problem = cards.error ?? error;
  if (problem) return <ErrorState error={problem} onRetry={() => void refetch()} />;
  if (hasDraft === false) return <NoDraft cardKey={key} />;
  if (!data || !inputs) return <Loading label="Loading the draft" />;
  return (
    <>
      <Breadcrumbs>
        <Anchor component={Link} to="/settings/cards" size="sm">
          Scorecards
        </Anchor>
        <Anchor component={Link} to={`/settings/cards/${encodeURIComponent(key)}`} size="sm">
          {data.card.name}
        </Anchor>
        <span className={classes.crumb}>Draft of version {data.summary.version}</span>
      </Breadcrumbs>
      {/* The key starts the editor anew with what was loaded. */}
      <CardEditor
        key={`${data.summary.version} ${loads}`}
        draft={data}
        inputs={inputs}
        onReload={async () => {
          await refetch();
          setLoads(loads + 1);
        }}
      />
    </>
  );
}

function NoDraft({ cardKey }: { cardKey: string }) {
  const mayEdit = useCan('manager');
  const begin = useMutation<Schema<'CardDraft'> | undefined, Error>({
    mutationFn: async () => {
      const params = { path: { key: cardKey } };
      return (await api.POST('/api/v1/cards/{key}/draft', { params, body: {} as never })).data;
    },
    onSuccess: () => refresh('/api/v1/cards'),
  });
  return (
    <EmptyState
      title="There is no draft"
      action={
        mayEdit && (
          <Button loading={begin.isPending} onClick={() => begin.mutate()}>
            Begin one
          </Button>
        )
      }
    >
      A draft begins as the version in force. Nothing is scored with it before it is published.
      {begin.error && <p role="alert">{begin.error.message}</p>}
    </EmptyState>
  );
}
