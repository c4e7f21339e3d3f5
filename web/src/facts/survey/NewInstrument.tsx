import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Notice } from '@/components/Notice';
import { api } from '@/lib/api';
import { type Draft, makeDraft } from './draftCalls';
import { type Instrument, languagesOf, unusedId, wordsIn } from './instrument';
import { refreshInstruments } from './refreshInstruments';
import { currentOf, type InstrumentSummary } from './useInstruments';

interface NewInstrumentProps {
  versions: InstrumentSummary[];
  isOpen: boolean;
  onClose: () => void;
}

const EMPTY = '';

/** A free one with a first question, for somebody who begins with nothing. */
const empty = (name: string): Instrument => ({
  id: '',
  kind: 'free',
  name: { en: name },
  questions: [{ id: 'question_1', type: 'text', text: { en: 'What would you like to tell us?' } }],
});

/** A new questionnaire: empty, or a copy of one there is. */
export function NewInstrument({ versions, isOpen, onClose }: NewInstrumentProps) {
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [copied, setCopied] = useState(EMPTY);
  const published = currentOf(versions).filter(({ state }) => state === 'published');
  const make = useMutation<Draft, Error>({
    mutationFn: async () => {
      const id = unusedId(
        versions.map((one) => one.id),
        name,
      );
      if (copied === EMPTY) return makeDraft({ ...empty(name), id });
      const from = await api.GET('/api/v1/instruments/{id}', { params: { path: { id: copied } } });
      const source = from.data as Instrument;
      const [first = 'en'] = languagesOf(source);
      return makeDraft({ ...source, id, name: { ...source.name, [first]: name } });
    },
    onSuccess({ instrument }) {
      void refreshInstruments();
      void navigate(`/questionnaires/${encodeURIComponent(instrument.id)}/edit`);
    },
  });
  return (
    <Modal opened={isOpen} onClose={onClose} title="New questionnaire" size="md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <Stack>
          <TextInput
            label="Name"
            description="Respondents see it above the questions"
            required
            withAsterisk={false}
            maxLength={200}
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Select
            label="Begins"
            data={[
              { value: EMPTY, label: 'empty, for free questions' },
              ...published.map(({ id, name: words }) => ({
                value: id,
                label: `as a copy of ${wordsIn(words, 'en')}`,
              })),
            ]}
            value={copied}
            allowDeselect={false}
            onChange={(value) => setCopied(value ?? EMPTY)}
          />
          {make.error && <Notice tone="bad">{make.error.message}</Notice>}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={make.isPending} disabled={name.trim() === ''}>
              Make a draft
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
