import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useCan } from '@/access/session';
import { Confirm } from '@/components/Confirm';
import { DraftBar, type DraftHistory } from '@/components/edit/DraftBar';
import { PublishDraft } from '@/components/edit/PublishDraft';
import { api, type Schema } from '@/lib/api';
import { downloadJson } from '@/lib/jsonFile';
import { refreshScores } from './refreshScores';

interface EditToolsProps {
  card: Schema<'Card'>;
  history: DraftHistory;
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
    <DraftBar
      history={history}
      isDirty={isDirty}
      isSaving={isSaving}
      onExport={() => downloadJson(card.key, card)}
      onDelete={() => setAsks('delete')}
      onSave={() => void onSave()}
    >
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
    </DraftBar>
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
  const publish = useMutation<unknown, Error, string | null>({
    mutationFn: (note) =>
      api.POST('/api/v1/cards/{key}/draft/publish', {
        params: { path: { key: card.key } },
        body: { revision, note },
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
    <PublishDraft
      name={card.name}
      text="Every score of today follows this version at once; the past is scored anew by a job. The version before it retires and stays readable."
      isOpen={isOpen}
      isPending={publish.isPending}
      error={publish.error}
      onPublish={publish.mutate}
      onClose={onClose}
    />
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
