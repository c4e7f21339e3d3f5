import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Notice } from '@/components/Notice';
import { $api, api, type Schema } from '@/lib/api';
import { refresh } from '@/lib/queries';

type Summary = Schema<'CardSummary'>;

interface NewCardProps {
  cards: Summary[];
  isOpen: boolean;
  onClose: () => void;
}

const keyOf = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');

/** A new card begins as a copy of one in force: an empty one would score nobody. */
export function NewCard({ cards, isOpen, onClose }: NewCardProps) {
  const navigate = useNavigate();
  const published = cards.filter(({ state }) => state === 'published');
  const segments = $api.useQuery('get', '/api/v1/segments').data?.items ?? [];
  const [name, setName] = useState('');
  const [copied, setCopied] = useState<string | null>('health');
  const [segment, setSegment] = useState<string | null>(null);
  const make = useMutation<Schema<'CardDraft'> | undefined, Error>({
    mutationFn: async () => {
      const from = await api.GET('/api/v1/cards/{key}', { params: { path: { key: copied ?? 'health' } } });
      const card = { ...from.data, key: keyOf(name), name, segment } as Schema<'CardInput'>;
      return (await api.POST('/api/v1/cards', { body: { card } })).data;
    },
    onSuccess(draft) {
      void refresh('/api/v1/cards');
      if (draft) void navigate(`${encodeURIComponent(draft.card.key)}/edit`);
    },
  });
  return (
    <Modal opened={isOpen} onClose={onClose} title="New card" size="md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <Stack>
          <TextInput
            label="Name"
            required
            withAsterisk={false}
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Select
            label="Begins as a copy of"
            description="And is of the same kind"
            data={published.map(({ key, name: label }) => ({ value: key, label }))}
            value={copied}
            allowDeselect={false}
            onChange={setCopied}
          />
          <Select
            label="Serves the segment"
            data={segments.map(({ key, name: label }) => ({ value: key, label }))}
            value={segment}
            placeholder={segments.length > 0 ? 'Choose a segment' : 'There are no segments yet'}
            searchable
            onChange={setSegment}
          />
          {make.error && <Notice tone="bad">{make.error.message}</Notice>}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={make.isPending} disabled={!keyOf(name)}>
              Make a draft
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
