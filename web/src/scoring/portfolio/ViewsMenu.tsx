import { ActionIcon, Button, Group, Menu, Modal, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconBookmark, IconLink, IconPlus, IconTrash } from '@tabler/icons-react';
import { useCan } from '@/access/session';
import { Notice } from '@/components/Notice';
import { $api } from '@/lib/api';
import { refresh } from '@/lib/queries';

interface ViewsMenuProps {
  page: string;
  /** The query part of the address, without "?". */
  search: string;
  onChoose: (search: string) => void;
}

/** Saved views: a name for what the address says. */
export function ViewsMenu({ page, search, onChoose }: ViewsMenuProps) {
  const mayChange = useCan('manager');
  const [isSaving, saving] = useDisclosure(false);
  const { data } = $api.useQuery('get', '/api/v1/views');
  const remove = $api.useMutation('delete', '/api/v1/views/{id}', {
    onSuccess: () => refresh('/api/v1/views'),
  });
  const views = (data?.items ?? []).filter((view) => view.page === page);
  const searchOf = (state: Record<string, unknown>) => (typeof state.search === 'string' ? state.search : '');
  const current = views.find(({ state }) => searchOf(state) === search);

  function copyLink() {
    void navigator.clipboard.writeText(window.location.href);
    notifications.show({ message: 'The link to this view is copied.' });
  }

  return (
    <>
      <Menu width={260} position="bottom-end">
        <Menu.Target>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconBookmark size={15} stroke={1.6} aria-hidden />}
          >
            {current?.name ?? 'Views'}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {views.map(({ id, name, state }) => (
            <Group key={id} gap={0} wrap="nowrap">
              <Menu.Item onClick={() => onChoose(searchOf(state))} fw={id === current?.id ? 600 : undefined}>
                {name}
              </Menu.Item>
              {mayChange && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="sm"
                  aria-label={`Delete the view ${name}`}
                  onClick={() => remove.mutate({ params: { path: { id } } })}
                >
                  <IconTrash size={14} stroke={1.6} />
                </ActionIcon>
              )}
            </Group>
          ))}
          {views.length > 0 && <Menu.Divider />}
          {mayChange && (
            <Menu.Item leftSection={<IconPlus size={14} stroke={1.6} />} onClick={saving.open}>
              Save this view
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconLink size={14} stroke={1.6} />} onClick={copyLink}>
            Copy a link to it
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={isSaving} onClose={saving.close} title="Save this view" size="sm">
        <SaveView page={page} search={search} onSaved={saving.close} />
      </Modal>
    </>
  );
}

function SaveView({ page, search, onSaved }: { page: string; search: string; onSaved: () => void }) {
  const save = $api.useMutation('post', '/api/v1/views', {
    onSuccess() {
      void refresh('/api/v1/views');
      onSaved();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const name = String(new FormData(event.currentTarget).get('name')).trim();
        save.mutate({ body: { name, page, state: { search } } });
      }}
    >
      <Stack>
        {save.error && <Notice tone="bad">{save.error.message}</Notice>}
        <TextInput
          name="name"
          label="Name"
          description="It keeps filters, sort, columns and the day, if one is chosen."
          placeholder="Renewals at risk"
          required
          withAsterisk={false}
          data-autofocus
          maxLength={80}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
