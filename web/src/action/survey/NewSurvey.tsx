import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Notice } from '@/components/Notice';
import { wordsIn } from '@/facts/survey/instrument';
import { currentOf, useInstruments } from '@/facts/survey/useInstruments';
import { $api, type Schema } from '@/lib/api';
import { sentence } from '@/lib/words';
import { refreshSurveys, surveyPath } from './useSurveys';

/** A survey begins with what is asked; whom and when comes on its own page, and asks nobody yet. */
export function NewSurvey({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const navigate = useNavigate();
  const { items } = useInstruments();
  const published = currentOf(items ?? []).filter(({ state }) => state === 'published');
  const [name, setName] = useState('');
  const [instrument, setInstrument] = useState<string | null>('nps');
  const make = $api.useMutation('post', '/api/v1/surveys', {
    onSuccess({ survey }) {
      void refreshSurveys();
      void navigate(`${surveyPath(survey.key)}/edit`);
    },
  });
  return (
    <Modal opened={isOpen} onClose={onClose} title="New survey" size="md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          // What is left out has its usual value.
          make.mutate({ body: { name, instrument } as Schema<'SurveyInput'> });
        }}
      >
        <Stack>
          <TextInput
            label="Name"
            description="For you; the people asked do not see it"
            required
            withAsterisk={false}
            maxLength={120}
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Select
            label="Asks"
            data={published.map(({ id, name: words }) => ({ value: id, label: wordsIn(words, 'en') }))}
            value={instrument}
            allowDeselect={false}
            onChange={setInstrument}
          />
          {make.error && <Notice tone="bad">{sentence(make.error.message)}</Notice>}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={make.isPending} disabled={name.trim() === ''}>
              Set it up
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
