import { Button, MultiSelect, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Notice } from '@/components/Notice';
import { $api, Problem } from '@/lib/api';
import { useOrganisation } from '@/lib/organisation';
import { refresh } from '@/lib/queries';
import { RoleSelect } from '../RoleSelect';
import type { Role } from '../roles';
import type { MadeKey } from './KeysPage';

const areas = ['facts', 'scores', 'surveys', 'import', 'access', 'system'];
const scopeChoices = areas.flatMap((area) => [`${area}:read`, `${area}:write`]);

export function AddKey({ onMade }: { onMade: (key: MadeKey) => void }) {
  const { today } = useOrganisation();
  const [role, setRole] = useState<Role>('viewer');
  const [scopes, setScopes] = useState<string[]>([]);
  const make = $api.useMutation('post', '/api/v1/keys', {
    onSuccess(key) {
      void refresh('/api/v1/keys');
      onMade(key);
    },
  });
  const field = make.error instanceof Problem ? make.error.field : undefined;
  const errorOf = (name: string) => (field === name ? make.error?.message : undefined);

  function submit(form: FormData) {
    const expires = String(form.get('expires'));
    make.mutate({
      body: {
        name: String(form.get('name')).trim(),
        role,
        scopes,
        ...(expires ? { expires: `${expires}T00:00:00Z` } : {}),
      },
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
        {make.error && !field && <Notice tone="bad">{make.error.message}</Notice>}
        <TextInput
          name="name"
          label="Name"
          description="The program that uses it"
          placeholder="Nightly warehouse sync"
          error={errorOf('name')}
          required
          withAsterisk={false}
          data-autofocus
        />
        <RoleSelect label="Role" value={role} onChange={setRole} error={errorOf('role')} />
        <MultiSelect
          label="Scopes"
          description="Left empty: all that the role may. Writing includes reading."
          data={scopeChoices}
          value={scopes}
          onChange={setScopes}
          error={errorOf('scopes')}
          clearable
        />
        <TextInput
          name="expires"
          type="date"
          label="Expires"
          description="Left empty: never"
          min={today}
          error={errorOf('expires')}
        />
        <Button type="submit" loading={make.isPending}>
          Make the key
        </Button>
      </Stack>
    </form>
  );
}
