import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowBackUp, IconArrowForwardUp, IconDownload, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useCan } from '@/access/session';
import { Confirm } from '@/components/Confirm';
import { IconTool } from '@/components/IconTool';
import { Notice } from '@/components/Notice';
import { api, type Schema } from '@/lib/api';
import { downloadJson } from '@/lib/jsonFile';
import classes from './Edit.module.css';
import { refreshScores } from './refreshScores';

interface EditToolsProps {
  card: Schema<'Card'>;
  history: { canUndo: boolean; canRedo: boolean; undo: () => void; redo: () => void };
  isDirty: boolean;
  isSaving: boolean;
  revision: number;
  onSave: () => Promise<boolean>;
  onCompare: () => void;
}

/** What can be done with the draft, always in sight. */
export function EditTools({ card, history, isDirty, isSaving, revision, onSave, onCompare }: EditToolsProps) {
  const isAdmin = useCan('admin');
  const [asks, setAsks] = useState<'publish' | 'delete' | null>(null);
  const publish = async () => {
    if (isDirty && !(await onSave())) return;
    setAsks('publish');
  };
  const dialog = { card, revision, onClose: () => setAsks(null) };
  return (
    <div className={classes.tools}>
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
        onClick={() => downloadJson(card.key, card)}
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
      <Button size="xs" variant="default" onClick={onCompare}>
        Compare
      </Button>
      {isAdmin && (
        <Button size="xs" onClick={() => void publish()}>
          Publish …
        </Button>
      )}
      <PublishDialog {...dialog} isOpen={asks === 'publish'} />
      <DeleteDialog {...dialog} isOpen={asks === 'delete'} />
    </div>
  );
}

interface DialogProps {
  card: Schema<'Card'>;
  revision: number;
  isOpen: boolean;
  onClose: () => void;
}

function PublishDialog({ card, revision, isOpen, onClose }: DialogProps) {
  const navigate = useNavigate();
  const [note, setNote] = useState('');
  const publish = useMutation<unknown, Error>({
    mutationFn: () =>
      api.POST('/api/v1/cards/{key}/draft/publish', {
        params: { path: { key: card.key } },
        body: { revision, note: note || null },
      }),
    onSuccess() {
      notifications.show({
        message: `${card.name} is in force. Today’s scores follow at once; the past is being scored anew.`,
      });
      void refreshScores();
      void navigate(`/settings/cards/${encodeURIComponent(card.key)}`);
    },
  });
  return (
    <Modal opened={isOpen} onClose={onClose} title={`Publish ${card.name}`} size="md">
      <Stack>
        <p>
          Every score of today follows this version at once; the past is scored anew by a job. The version
          before it retires and stays readable.
        </p>
        <Textarea
          label="What is new"
          description="For the history of versions"
          autosize
          minRows={2}
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

function DeleteDialog({ card, revision, isOpen, onClose }: DialogProps) {
  const navigate = useNavigate();
  const remove = useMutation<unknown, Error>({
    mutationFn: () =>
      api.DELETE('/api/v1/cards/{key}/draft', { params: { path: { key: card.key }, query: { revision } } }),
    onSuccess() {
      void refreshScores();
      void navigate('/settings/cards');
    },
  });
  return (
    <Confirm
      title="Delete the draft"
      text={`The draft of ${card.name} is gone for good. What is published stays as it is.`}
      verb="Delete"
      isOpen={isOpen}
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    />
  );
}
