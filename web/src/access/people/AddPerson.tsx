import { Button, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Notice } from '@/components/Notice';
import { $api, Problem } from '@/lib/api';
import { refresh } from '@/lib/queries';
import { RoleSelect } from '../RoleSelect';
import type { Role } from '../roles';
import type { Issued } from './PeoplePage';

export function AddPerson({ onAdded }: { onAdded: (issued: Issued) => void }) {
  const [role, setRole] = useState<Role>('manager');
  const add = $api.useMutation('post', '/api/v1/users', {
    onSuccess({ user, one_time_password }) {
      void refresh('/api/v1/users');
      onAdded({ email: user.email, password: one_time_password });
    },
  });
  const field = add.error instanceof Problem ? add.error.field : undefined;
  const errorOf = (name: string) => (field === name ? add.error?.message : undefined);

  function submit(form: FormData) {
    add.mutate({
      body: { name: String(form.get('name')).trim(), email: String(form.get('email')).trim(), role },
    });
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit(new FormData(event.currentTarget));
      }}
    >
      <Stack>
        {add.error && !field && <Notice tone="bad">{add.error.message}</Notice>}
        <TextInput
          name="name"
          label="Name"
          error={errorOf('name')}
          required
          withAsterisk={false}
          data-autofocus
        />
        <TextInput
          name="email"
          type="email"
          label="E-mail"
          error={errorOf('email')}
          required
          withAsterisk={false}
        />
        <RoleSelect label="Role" value={role} onChange={setRole} error={errorOf('role')} />
        <Button type="submit" loading={add.isPending}>
          Add
        </Button>
      </Stack>
    </form>
  );
}
