import { Button, Group, NumberInput, Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { useCan } from '@/access/session';
import { Notice } from '@/components/Notice';
import { Section } from '@/components/Section';
import { ErrorState, Loading } from '@/components/states';
import { $api, api, Problem } from '@/lib/api';
import { useOrganisation } from '@/lib/organisation';
import { refresh } from '@/lib/queries';
import { AxisEditor } from './AxisEditor';
import { CellsEditor } from './CellsEditor';
import { type Definition, type Draft, fieldAt, toDefinition, toDraft } from './matrixDraft';

const NEW = 'new';
const CENTS = 100;

/** One matrix, edited in place; a new one begins as the copy of another. */
export function MatrixEditPage() {
  const { key = '' } = useParams();
  const [params] = useSearchParams();
  const source = key === NEW ? (params.get('copy') ?? '3x3') : key;
  const { data, error, refetch } = $api.useQuery('get', '/api/v1/matrices/{key}', {
    params: { path: { key: source } },
  });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading label="Loading the matrix" />;
  const start = key === NEW ? { ...data, key: '', name: `Copy of ${data.name}` } : data;
  return <Editor key={JSON.stringify(start)} saved={start} isNew={key === NEW} />;
}

/** Counts by the draft as it is, a moment after the last change; the refusal if it makes no sense yet. */
function usePreview(draft: Draft) {
  const [settled] = useDebouncedValue(draft, 350);
  const definition = toDefinition({ ...settled, key: settled.key || 'draft' });
  return useQuery({
    queryKey: ['preview', '/api/v1/matrices/preview', definition],
    queryFn: async () => (await api.POST('/api/v1/matrices/preview', { body: { definition } })).data,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

function useSave(isNew: boolean, onSaved: () => void) {
  const create = $api.useMutation('post', '/api/v1/matrices', { onSuccess: onSaved });
  const replace = $api.useMutation('put', '/api/v1/matrices/{key}', { onSuccess: onSaved });
  return {
    save({ key, ...rest }: Definition) {
      if (isNew) create.mutate({ body: { key, ...rest } });
      else replace.mutate({ params: { path: { key } }, body: rest });
    },
    isPending: create.isPending || replace.isPending,
    error: create.error ?? replace.error,
  };
}

function Editor({ saved, isNew }: { saved: Definition; isNew: boolean }) {
  const isAdmin = useCan('admin');
  const navigate = useNavigate();
  const [draft, setDraft] = useState(() => toDraft(saved));
  const { save, isPending, error } = useSave(isNew, () => {
    notifications.show({ message: `“${draft.name}” is saved.` });
    void refresh('/api/v1/');
    void navigate('/settings/matrices');
  });
  const preview = usePreview(draft);
  const problem = error ?? preview.error;
  const refused = fieldAt(problem instanceof Problem ? problem.field : undefined, draft);
  const errorAt = (field: string) => (refused === field ? problem?.message : undefined);
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save(toDefinition(draft));
      }}
    >
      <Stack gap="xl">
        {!isAdmin && <Notice>Only an admin can change these.</Notice>}
        <Section title={isNew ? 'New matrix' : saved.name}>
          <Stack gap="sm" maw={760}>
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <TextInput
                label="Name"
                maxLength={120}
                disabled={!isAdmin}
                value={draft.name}
                error={errorAt('name')}
                onChange={({ currentTarget: { value } }) => change({ name: value })}
              />
              <TextInput
                label="Key"
                description="What addresses and filters name it by; it stays as it is"
                inputWrapperOrder={['label', 'input', 'description', 'error']}
                maxLength={40}
                disabled={!isAdmin || !isNew}
                value={draft.key}
                error={errorAt('key')}
                onChange={({ currentTarget: { value } }) => change({ key: value })}
              />
            </SimpleGrid>
            <Textarea
              label="What it is for"
              autosize
              minRows={1}
              maxLength={1000}
              disabled={!isAdmin}
              value={draft.help ?? ''}
              onChange={({ currentTarget: { value } }) => change({ help: value || null })}
            />
            <Audience draft={draft} isDisabled={!isAdmin} errorAt={errorAt} onChange={change} />
          </Stack>
        </Section>
        <Section
          title="Axes"
          hint="Without edges, three bands are the card’s own and two meet in the middle."
        >
          <Stack gap="md">
            {(['y', 'x'] as const).map((which) => (
              <AxisEditor
                key={which}
                which={which}
                axis={draft[which]}
                isDisabled={!isAdmin}
                refused={refused?.startsWith(`${which}.`) ? refused.slice(2) : undefined}
                message={problem?.message}
                onChange={(axis) => change({ [which]: axis })}
              />
            ))}
          </Stack>
        </Section>
        <Section
          title="Cells"
          hint="High scores at the top and at the right. Beside each cell, how many customers stand there today as you edit."
        >
          <CellsEditor
            draft={draft}
            preview={preview.data}
            isDisabled={!isAdmin}
            errorAt={errorAt}
            onChange={(cells) => change({ cells: { ...draft.cells, ...cells } })}
          />
        </Section>
        {problem && <Notice tone={error ? 'bad' : 'warning'}>{problem.message}</Notice>}
        <Group>
          {isAdmin && (
            <Button type="submit" loading={isPending}>
              Save
            </Button>
          )}
          <Button variant="subtle" color="gray" onClick={() => void navigate('/settings/matrices')}>
            {isAdmin ? 'Discard changes' : 'Back'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface AudienceProps {
  draft: Draft;
  isDisabled: boolean;
  errorAt: (field: string) => string | undefined;
  onChange: (part: Partial<Draft>) => void;
}

/** Whom it is about, and what is worth an investment in it. */
function Audience({ draft, isDisabled, errorAt, onChange }: AudienceProps) {
  const { currency } = useOrganisation();
  const { data } = $api.useQuery('get', '/api/v1/segments');
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }}>
      <Select
        label="Customers"
        placeholder="all customers"
        clearable
        disabled={isDisabled}
        data={data?.items.map(({ key, name }) => ({ value: key, label: name })) ?? []}
        value={draft.segment}
        error={errorAt('segment')}
        onChange={(segment) => onChange({ segment })}
      />
      <NumberInput
        label="Lifetime value from"
        placeholder="what the settings say"
        thousandSeparator=","
        min={0}
        suffix={` ${currency}`}
        disabled={isDisabled}
        value={draft.ltv_threshold_cents == null ? '' : draft.ltv_threshold_cents / CENTS}
        error={errorAt('ltv_threshold_cents')}
        onChange={(value) =>
          onChange({ ltv_threshold_cents: typeof value === 'number' ? Math.round(value * CENTS) : null })
        }
      />
      <NumberInput
        label="Gross margin from"
        placeholder="what the settings say"
        min={0}
        max={100}
        suffix=" %"
        disabled={isDisabled}
        value={draft.gross_margin_threshold_pct ?? ''}
        error={errorAt('gross_margin_threshold_pct')}
        onChange={(value) =>
          onChange({ gross_margin_threshold_pct: typeof value === 'number' ? value : null })
        }
      />
    </SimpleGrid>
  );
}
