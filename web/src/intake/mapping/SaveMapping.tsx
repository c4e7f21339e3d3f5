import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Notice } from '@/components/Notice';
import { $api } from '@/lib/api';
import { refresh } from '@/lib/queries';
import type { Mapping } from './mapping';

interface SaveMappingProps {
  isOpen: boolean;
  /** The name it has already. */
  name: string | null;
  mappingOf: (name: string) => Mapping;
  onClose: () => void;
}

/** Keeps which column is what, for the next files of the same make. */
export function SaveMapping({ isOpen, name, mappingOf, onClose }: SaveMappingProps) {
  const save = $api.useMutation('post', '/api/v1/mappings', {
    onSuccess(saved) {
      void refresh('/api/v1/mappings');
      notifications.show({
        message: `The mapping “${saved.name}” is saved. Files with the same columns use it by themselves.`,
      });
      onClose();
    },
  });
  return (
    <Modal opened={isOpen} onClose={onClose} title="Save as a mapping" size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const chosen = String(new FormData(event.currentTarget).get('name')).trim();
          save.mutate({ body: { name: chosen, mapping: { ...mappingOf(chosen) } } });
        }}
      >
        <Stack>
          {save.error && <Notice tone="bad">{save.error.message}</Notice>}
          <TextInput
            name="name"
            label="Name"
            description="Files with exactly these columns are then read this way without asking."
            placeholder="Billing export"
            defaultValue={name ?? ''}
            maxLength={80}
            required
            withAsterisk={false}
            data-autofocus
          />
          <Group justify="flex-end">
            <Button type="submit" loading={save.isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
