import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import layout from '@/components/Form.module.css';
import { Notice } from '@/components/Notice';
import { $api, Problem, type Schema } from '@/lib/api';
import { refresh } from '@/lib/queries';
import { sentence } from '@/lib/words';
import { DeleteMetric } from './DeleteMetric';
import classes from './Own.module.css';
import { OwnFields } from './OwnFields';
import { OwnPreview, usePreview } from './OwnPreview';
import { bodyOf, type Draft, draftOf, emptyDraft, type OwnFactKind } from './ownMetric';

type OwnView = Schema<'OwnView'>;

interface OwnMetricFormProps {
  saved: OwnView | undefined;
  kinds: OwnFactKind[];
  events: string[];
}

const fieldOf = (error: Error | null) => (error instanceof Problem ? error.field : undefined);

/** The definition at the left, and beside it what it says of ten accounts, anew with each change. */
export function OwnMetricForm({ saved, kinds, events }: OwnMetricFormProps) {
  const navigate = useNavigate();
  const [draft, setDraft] = useState<Draft>(saved ? draftOf(saved.definition) : emptyDraft);
  const body = bodyOf(draft);
  const preview = usePreview(body);
  const done = {
    onSuccess({ definition }: OwnView) {
      notifications.show({ message: `“${definition.label}” is saved.` });
      // It may be in every list and score.
      void refresh('/api/v1/');
      void navigate(`/dictionary#${definition.id}`);
    },
  };
  const create = $api.useMutation('post', '/api/v1/own-metrics', done);
  const change = $api.useMutation('patch', '/api/v1/own-metrics/{id}', done);
  const refusal = create.error ?? change.error;
  const error = refusal ?? preview.error;
  const field = fieldOf(error);
  const isPending = create.isPending || change.isPending;

  const set = (changes: Partial<Draft>) => {
    create.reset();
    change.reset();
    setDraft({ ...draft, ...changes });
  };
  return (
    <div className={classes.editor}>
      <form
        className={layout.form}
        data-align="start"
        onSubmit={(event) => {
          event.preventDefault();
          const { id, ...definition } = body;
          if (saved) change.mutate({ params: { path: { id } }, body: definition });
          else create.mutate({ body });
        }}
      >
        {saved?.problem && <Notice tone="warning">It can be computed no more: {saved.problem}</Notice>}
        {saved?.note && <Notice>{saved.note}</Notice>}
        {saved && saved.used_by.length > 0 && <UsedBy uses={saved.used_by} />}
        <OwnFields
          draft={draft}
          onChange={set}
          isSaved={saved !== undefined}
          kinds={kinds}
          events={events}
          errorAt={(name) => (error && field === name ? sentence(error.message) : undefined)}
        />
        {refusal && !field && <Notice tone="bad">{sentence(refusal.message)}</Notice>}
        <Group justify="space-between">
          <Group gap="xs">
            <Button type="submit" loading={isPending}>
              {saved ? 'Save' : 'Define it'}
            </Button>
            <Button variant="default" onClick={() => void navigate('/dictionary')}>
              Cancel
            </Button>
          </Group>
          {saved && <DeleteMetric metric={saved} />}
        </Group>
      </form>
      <OwnPreview preview={preview} />
    </div>
  );
}

/** Who will be scored anew. */
function UsedBy({ uses }: { uses: OwnView['used_by'] }) {
  const names = uses
    .map(({ kind, name, state }) => `${kind} “${name}”${state === 'retired' ? ' (retired)' : ''}`)
    .join(', ');
  return (
    <Notice>
      Used by {names}. If it computes something else, scores that rest on it are computed anew, those of past
      days with the next scoring.
    </Notice>
  );
}
