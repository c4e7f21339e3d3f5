import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Confirm } from '@/components/Confirm';
import { DraftBar, type DraftHistory } from '@/components/edit/DraftBar';
import { PublishDraft } from '@/components/edit/PublishDraft';
import { downloadJson } from '@/lib/jsonFile';
import { deleteDraft, publishDraft } from '../draftCalls';
import { type Instrument, tidied, wordsIn } from '../instrument';
import type { Fault } from '../mend';
import { refreshInstruments } from '../refreshInstruments';

interface EditToolsProps {
  instrument: Instrument;
  history: DraftHistory;
  isDirty: boolean;
  isSaving: boolean;
  faults: Fault[];
  revision: number;
  onSave: () => Promise<boolean>;
}

/** What can be done with the draft, always in sight. */
export function EditTools(props: EditToolsProps) {
  const { instrument, history, isDirty, isSaving, faults, revision, onSave } = props;
  const [asks, setAsks] = useState<'publish' | 'delete' | null>(null);
  const publish = async () => {
    if (isDirty && !(await onSave())) return;
    setAsks('publish');
  };
  const dialog = { instrument, revision, onClose: () => setAsks(null) };
  return (
    <DraftBar
      history={history}
      isDirty={isDirty}
      isSaving={isSaving}
      onExport={() => downloadJson(instrument.id, tidied(instrument))}
      onDelete={() => setAsks('delete')}
      onSave={() => void onSave()}
    >
      <Button size="xs" disabled={faults.length > 0} onClick={() => void publish()}>
        Publish …
      </Button>
      <PublishDialog {...dialog} isOpen={asks === 'publish'} />
      <DeleteDialog {...dialog} isOpen={asks === 'delete'} />
    </DraftBar>
  );
}

interface DialogProps {
  instrument: Instrument;
  revision: number;
  isOpen: boolean;
  onClose: () => void;
}

function PublishDialog({ instrument, revision, isOpen, onClose }: DialogProps) {
  const navigate = useNavigate();
  const name = wordsIn(instrument.name, 'en');
  const publish = useMutation<void, Error, string | null>({
    mutationFn: (note) => publishDraft(instrument.id, revision, note),
    onSuccess() {
      notifications.show({
        message: `“${name}” is in force: whoever is asked from now on sees this version.`,
      });
      void refreshInstruments();
      void navigate(`/questionnaires/${encodeURIComponent(instrument.id)}`);
    },
  });
  return (
    <PublishDraft
      name={`“${name}”`}
      text="Whoever is asked from now on sees this version, and it cannot be changed any more. Those who were asked before keep the version they were asked with, and so do their answers."
      isOpen={isOpen}
      isPending={publish.isPending}
      error={publish.error}
      onPublish={publish.mutate}
      onClose={onClose}
    />
  );
}

function DeleteDialog({ instrument, revision, isOpen, onClose }: DialogProps) {
  const navigate = useNavigate();
  const remove = useMutation<void, Error>({
    mutationFn: () => deleteDraft(instrument.id, revision),
    onSuccess() {
      void refreshInstruments();
      void navigate('/questionnaires');
    },
  });
  return (
    <Confirm
      title="Delete the draft"
      text={`The draft of “${wordsIn(instrument.name, 'en')}” is gone for good. What is published stays as it is.`}
      verb="Delete"
      isOpen={isOpen}
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    />
  );
}
