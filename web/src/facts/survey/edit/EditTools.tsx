import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowBackUp, IconArrowForwardUp, IconDownload, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Confirm } from '@/components/Confirm';
import { IconTool } from '@/components/IconTool';
import { Notice } from '@/components/Notice';
import { downloadJson } from '@/lib/jsonFile';
import { deleteDraft, publishDraft } from '../draftCalls';
import { type Instrument, tidied, wordsIn } from '../instrument';
import type { Fault } from '../mend';
import { refreshInstruments } from '../refreshInstruments';
import classes from './Edit.module.css';

interface EditToolsProps {
  instrument: Instrument;
  history: { canUndo: boolean; canRedo: boolean; undo: () => void; redo: () => void };
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
    <div className={classes.bar}>
      <output>{isDirty ? 'Changes are not saved yet' : 'Saved'}</output>
      <IconTool
        size={30}
        label="Undo"
        keys="Ctrl+Z"
        icon={IconArrowBackUp}
        isDisabled={!history.canUndo}
        onClick={history.undo}
      />
      <IconTool
        size={30}
        label="Redo"
        keys="Ctrl+Shift+Z"
        icon={IconArrowForwardUp}
        isDisabled={!history.canRedo}
        onClick={history.redo}
      />
      <IconTool
        size={30}
        label="Export as JSON"
        icon={IconDownload}
        onClick={() => downloadJson(instrument.id, tidied(instrument))}
      />
      <IconTool size={30} label="Delete the draft" icon={IconTrash} onClick={() => setAsks('delete')} />
      <Button
        size="xs"
        variant="default"
        loading={isSaving}
        disabled={!isDirty}
        onClick={() => void onSave()}
      >
        Save
      </Button>
      <Button size="xs" disabled={faults.length > 0} onClick={() => void publish()}>
        Publish …
      </Button>
      <PublishDialog {...dialog} isOpen={asks === 'publish'} />
      <DeleteDialog {...dialog} isOpen={asks === 'delete'} />
    </div>
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
  const [note, setNote] = useState('');
  const name = wordsIn(instrument.name, 'en');
  const publish = useMutation<void, Error>({
    mutationFn: () => publishDraft(instrument.id, revision, note.trim() || null),
    onSuccess() {
      notifications.show({
        message: `“${name}” is in force: whoever is asked from now on sees this version.`,
      });
      void refreshInstruments();
      void navigate(`/questionnaires/${encodeURIComponent(instrument.id)}`);
    },
  });
  return (
    <Modal opened={isOpen} onClose={onClose} title={`Publish “${name}”`} size="md">
      <Stack>
        <Text size="sm">
          Whoever is asked from now on sees this version, and it cannot be changed any more. Those who were
          asked before keep the version they were asked with, and so do their answers.
        </Text>
        <Textarea
          label="What is new"
          description="For the list of versions"
          autosize
          minRows={2}
          maxLength={1000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {publish.error && <Notice tone="bad">{publish.error.message}</Notice>}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Not yet
          </Button>
          <Button loading={publish.isPending} onClick={() => publish.mutate()}>
            Publish
          </Button>
        </Group>
      </Stack>
    </Modal>
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
