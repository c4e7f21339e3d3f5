import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { Notice } from '@/components/Notice';

interface PublishDraftProps {
  name: string;
  /** What publishing does, before it does it. */
  text: string;
  isOpen: boolean;
  isPending: boolean;
  error: Error | null;
  onPublish: (note: string | null) => void;
  onClose: () => void;
}

/** The question before a draft comes into force, with a word on what is new. */
export function PublishDraft(props: PublishDraftProps) {
  const { name, text, isOpen, isPending, error, onPublish, onClose } = props;
  const [note, setNote] = useState('');
  return (
    <Modal opened={isOpen} onClose={onClose} title={`Publish ${name}`} size="md">
      <Stack>
        <Text size="sm">{text}</Text>
        <Textarea
          label="What is new"
          description="For the list of versions"
          autosize
          minRows={2}
          maxLength={1000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {error && <Notice tone="bad">{error.message}</Notice>}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Not yet
          </Button>
          <Button loading={isPending} onClick={() => onPublish(note.trim() || null)}>
            Publish
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
