import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { Notice } from './Notice';

interface ConfirmProps {
  title: string;
  /** What will happen, and what will not come back. */
  text: string;
  /** The verb of the button: "Delete". */
  verb: string;
  isOpen: boolean;
  isPending: boolean;
  error: Error | null;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before what cannot be undone. */
export function Confirm({ title, text, verb, isOpen, isPending, error, onConfirm, onClose }: ConfirmProps) {
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} size="sm">
      <Stack>
        <Text size="sm">{text}</Text>
        {error && <Notice tone="bad">{error.message}</Notice>}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Keep
          </Button>
          <Button color="red" loading={isPending} onClick={onConfirm} data-autofocus>
            {verb}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
