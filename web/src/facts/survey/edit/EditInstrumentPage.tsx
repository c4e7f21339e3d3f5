import { Anchor, Breadcrumbs, Button, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useCan } from '@/access/session';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { $api } from '@/lib/api';
import { beginDraft, type Draft } from '../draftCalls';
import { wordsIn } from '../instrument';
import { refreshInstruments } from '../refreshInstruments';
import { useInstruments } from '../useInstruments';
import classes from './Edit.module.css';
import { InstrumentEditor } from './InstrumentEditor';

/** The draft of a questionnaire: begun here if there is none. */
export function EditInstrumentPage() {
  const { id = '' } = useParams();
  const [loads, setLoads] = useState(0);
  const { items, error: listError, refetch: relist } = useInstruments();
  const hasDraft = items?.some((one) => one.id === id && one.state === 'draft');
  const { data, error, refetch } = $api.useQuery(
    'get',
    '/api/v1/instruments/{id}/draft',
    { params: { path: { id } } },
    // What is being edited is not taken from under the hands: it is loaded when the page opens.
    { enabled: hasDraft === true, staleTime: Number.POSITIVE_INFINITY, gcTime: 0 },
  );
  const ratings = $api.useQuery('get', '/api/v1/ratings', {}, { staleTime: Number.POSITIVE_INFINITY });
  const problem = listError ?? error ?? ratings.error;
  if (problem) return <ErrorState error={problem} onRetry={() => void Promise.all([relist(), refetch()])} />;
  if (hasDraft === false) return <NoDraft id={id} />;
  if (!data || !ratings.data) return <Loading label="Loading the draft" />;
  const draft = data as unknown as Draft;
  return (
    <Stack gap="md">
      <Breadcrumbs>
        <Anchor component={Link} to="/questionnaires" size="sm">
          Questionnaires
        </Anchor>
        <Anchor component={Link} to={`/questionnaires/${encodeURIComponent(id)}`} size="sm">
          {wordsIn(draft.instrument.name, 'en')}
        </Anchor>
        <span className={classes.crumb}>Draft of version {draft.summary.version}</span>
      </Breadcrumbs>
      {/* The key starts the editor anew with what was loaded. */}
      <InstrumentEditor
        key={`${draft.summary.version} ${loads}`}
        draft={draft}
        ratings={ratings.data.groups}
        onReload={async () => {
          await refetch();
          setLoads(loads + 1);
        }}
      />
    </Stack>
  );
}

function NoDraft({ id }: { id: string }) {
  const mayEdit = useCan('manager');
  const begin = useMutation<Draft, Error>({
    mutationFn: () => beginDraft(id),
    onSuccess: () => refreshInstruments(),
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
      A draft begins as the version in force. Nobody is asked with it before it is published.
      {begin.error && <p role="alert">{begin.error.message}</p>}
    </EmptyState>
  );
}
