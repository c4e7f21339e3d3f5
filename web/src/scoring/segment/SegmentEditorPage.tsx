import { Button, Group as Line, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { Notice } from '@/components/Notice';
import { Page } from '@/components/Page';
import { Panel } from '@/components/Panel';
import { ErrorState, Loading } from '@/components/states';
import { $api, Problem, type Schema } from '@/lib/api';
import { refresh } from '@/lib/queries';
import { sentence } from '@/lib/words';
import { ConditionBuilder, type Wrong } from './ConditionBuilder';
import { type Group, itemAt } from './conditions';
import { useFields } from './fields';
import { PreviewPanel } from './PreviewPanel';
import classes from './Segment.module.css';
import { segmentPath } from './segmentPath';
import { useDraft } from './useDraft';

/** `?key=` names the segment that is changed; `?filter=` begins a new one. */
export function SegmentEditorPage() {
  const [search] = useSearchParams();
  const key = search.get('key') ?? undefined;
  const segment = $api.useQuery(
    'get',
    '/api/v1/segments/{key}',
    { params: { path: { key: key ?? '' } } },
    { enabled: key !== undefined },
  );
  if (segment.error)
    return (
      <Page title="Segment">
        <ErrorState error={segment.error} onRetry={() => void segment.refetch()} />
      </Page>
    );
  if (key !== undefined && !segment.data)
    return (
      <Page title="Segment">
        <Loading label="Loading the segment" />
      </Page>
    );
  return <Editor segment={segment.data} start={segment.data?.filter ?? search.get('filter') ?? ''} />;
}

/** "Large schools" → "large-schools". */
const keyFrom = (name: string) =>
  name
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60);

/** Beside the row that is wrong, or below all of them where it is the whole that is. */
function wrongOf(tree: Group, error: Problem): Wrong {
  const item = itemAt(tree, error.field ?? '') ?? tree;
  const message = error.message.replace(/^in the condition on "[^"]*": /, '');
  return { id: item.id, message: sentence(item === tree ? error.message : message) };
}

function Editor({ segment, start }: { segment: Schema<'Segment'> | undefined; start: string }) {
  const navigate = useNavigate();
  const fields = useFields();
  const draft = useDraft(start, segment?.key);
  const [name, setName] = useState(segment?.name ?? '');
  const [key, setKey] = useState<string | null>(null);
  const [help, setHelp] = useState(segment?.help ?? '');
  const given = key ?? keyFrom(name);

  const onSuccess = (saved: Schema<'Segment'>) => {
    void refresh('/api/v1/segments', '/api/v1/portfolio', '/api/v1/filter-fields', '/api/v1/matrix');
    void navigate(segmentPath(saved.key));
  };
  const create = $api.useMutation('post', '/api/v1/segments', { onSuccess });
  const change = $api.useMutation('patch', '/api/v1/segments/{key}', { onSuccess });
  const error = create.error ?? change.error;
  const refused = error instanceof Problem ? error.field : undefined;

  function save() {
    const filter = draft.filter;
    if (filter === undefined) return;
    const body = { name: name.trim(), help: help.trim() || null, filter };
    if (segment) change.mutate({ params: { path: { key: segment.key } }, body });
    else create.mutate({ body: { key: given, ...body } });
  }

  return (
    <Page
      title={segment ? `Change “${segment.name}”` : 'New segment'}
      hint="A segment is a filter under a name. Lists, the matrix, scorecards and other segments can use it."
    >
      <form
        className={classes.editor}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <div className={classes.main}>
          <Panel title="Who is in it">
            {fields.isReady ? (
              <ConditionBuilder
                tree={draft.tree}
                fields={fields}
                wrong={draft.side === 'rows' && draft.error ? wrongOf(draft.tree, draft.error) : undefined}
                onChange={draft.changeTree}
              />
            ) : (
              <Loading label="Loading the fields" />
            )}
            <Textarea
              label="The same in words"
              description="Write here, or above: each follows the other."
              placeholder={'industry = "EdTech" and arr >= 10000'}
              value={draft.text}
              onChange={(event) => draft.changeText(event.currentTarget.value)}
              error={draft.side === 'text' && draft.error?.message}
              autosize
              minRows={2}
              maxRows={8}
              spellCheck={false}
              autoCapitalize="off"
              styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.75rem' } }}
            />
          </Panel>
          <Panel title="What it is called">
            <TextInput
              label="Name"
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              placeholder="Large schools"
              required
              withAsterisk={false}
              maxLength={120}
              error={refused === 'name' ? error?.message : undefined}
            />
            <TextInput
              label="Key"
              description={
                segment ? 'What filters call it; it stays.' : 'What filters call it: segment = "…". It stays.'
              }
              value={segment?.key ?? given}
              onChange={(event) => setKey(event.currentTarget.value)}
              disabled={segment !== undefined}
              required
              withAsterisk={false}
              maxLength={60}
              error={refused === 'key' ? error?.message : undefined}
            />
            <Textarea
              label="What it is for"
              description="May stay empty"
              value={help}
              onChange={(event) => setHelp(event.currentTarget.value)}
              autosize
              minRows={2}
              maxLength={1000}
            />
          </Panel>
          {error && refused !== 'name' && refused !== 'key' && <Notice tone="bad">{error.message}</Notice>}
          <Line>
            <Button
              type="submit"
              loading={create.isPending || change.isPending}
              disabled={draft.filter === undefined}
            >
              {segment ? 'Save the segment' : 'Make the segment'}
            </Button>
            <Button
              variant="default"
              onClick={() => navigate(segment ? segmentPath(segment.key) : '/segments')}
            >
              Leave it
            </Button>
          </Line>
        </div>
        <PreviewPanel draft={draft} />
      </form>
    </Page>
  );
}
