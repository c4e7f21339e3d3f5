import { Button, FileButton } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { Notice } from '@/components/Notice';
import { readJson } from '@/lib/jsonFile';
import { type Draft, makeDraft } from './draftCalls';
import type { Instrument } from './instrument';
import { refreshInstruments } from './refreshInstruments';

/** A questionnaire from a file, as the export writes it, becomes a draft. */
export function ImportInstrument() {
  const navigate = useNavigate();
  const add = useMutation<Draft, Error, File>({
    mutationFn: async (file) => makeDraft(await readJson<Instrument>(file, 'questionnaire')),
    onSuccess({ instrument }) {
      void refreshInstruments();
      void navigate(`/questionnaires/${encodeURIComponent(instrument.id)}/edit`);
    },
  });
  return (
    <>
      {add.error && <Notice tone="bad">{add.error.message}</Notice>}
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
