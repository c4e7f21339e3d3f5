import { ActionIcon, Menu } from '@mantine/core';
import { IconBan, IconDots, IconKey, IconTrash, IconUserCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { Confirm } from '@/components/Confirm';
import { $api } from '@/lib/api';
import { refresh } from '@/lib/queries';
import type { Issued, User } from './PeoplePage';

type Deed = 'reset' | 'disable' | 'delete';

const asked: Record<Deed, { title: (user: User) => string; text: string; verb: string }> = {
  reset: {
    title: ({ name }) => `Reset the password of ${name}?`,
    text: 'The present password stops working and all sessions end. A one-time password is shown next.',
    verb: 'Reset',
  },
  disable: {
    title: ({ name }) => `Disable ${name}?`,
    text: 'All sessions end and logging in is refused until the person is enabled again. Nothing is deleted.',
    verb: 'Disable',
  },
  delete: {
    title: ({ name }) => `Delete ${name}?`,
    text: 'The person cannot log in any more. What they did stays in the audit log.',
    verb: 'Delete',
  },
};

interface PersonMenuProps {
  user: User;
  isMe: boolean;
  onIssued: (issued: Issued) => void;
}

export function PersonMenu({ user, isMe, onIssued }: PersonMenuProps) {
  const [deed, setDeed] = useState<Deed | null>(null);
  const path = { params: { path: { id: user.id } } };
  const done = () => {
    setDeed(null);
    void refresh('/api/v1/users');
  };
  const change = $api.useMutation('patch', '/api/v1/users/{id}', { onSuccess: done });
  const remove = $api.useMutation('delete', '/api/v1/users/{id}', { onSuccess: done });
  const reset = $api.useMutation('post', '/api/v1/users/{id}/password-reset', {
    onSuccess({ one_time_password }) {
      onIssued({ email: user.email, password: one_time_password });
      done();
    },
  });
  const act: Record<Deed, () => void> = {
    reset: () => reset.mutate(path),
    disable: () => change.mutate({ ...path, body: { is_disabled: true } }),
    delete: () => remove.mutate(path),
  };

  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`What to do with ${user.name}`}>
            <IconDots size={16} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconKey size={15} stroke={1.6} />} onClick={() => setDeed('reset')}>
            Reset the password
          </Menu.Item>
          {user.is_disabled ? (
            <Menu.Item
              leftSection={<IconUserCheck size={15} stroke={1.6} />}
              onClick={() => change.mutate({ ...path, body: { is_disabled: false } })}
            >
              Enable
            </Menu.Item>
          ) : (
            <Menu.Item
              leftSection={<IconBan size={15} stroke={1.6} />}
              disabled={isMe}
              onClick={() => setDeed('disable')}
            >
              Disable
            </Menu.Item>
          )}
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={15} stroke={1.6} />}
            disabled={isMe}
            onClick={() => setDeed('delete')}
          >
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {deed && (
        <Confirm
          isOpen
          title={asked[deed].title(user)}
          text={asked[deed].text}
          verb={asked[deed].verb}
          isPending={change.isPending || remove.isPending || reset.isPending}
          error={change.error ?? remove.error ?? reset.error}
          onConfirm={act[deed]}
          onClose={() => setDeed(null)}
        />
      )}
    </>
  );
}
