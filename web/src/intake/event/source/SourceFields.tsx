import { Radio, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Source } from '../useSources';

export interface SourceValues {
  name: string;
  unknown_accounts: Source['unknown_accounts'];
  origins: string[];
}

/** "https://a.example, https://b.example" by commas, spaces or lines. */
export const readOrigins = (text: string) => text.split(/[\s,]+/).filter((origin) => origin !== '');

export const readSource = (form: FormData): SourceValues => ({
  name: String(form.get('name')).trim(),
  unknown_accounts: String(form.get('unknown_accounts')) as Source['unknown_accounts'],
  origins: readOrigins(String(form.get('origins') ?? '')),
});

interface SourceFieldsProps {
  source?: Source;
  isBrowser: boolean;
  errorOf: (field: string) => string | undefined;
}

/** What may be changed of a source at any time. */
export function SourceFields({ source, isBrowser, errorOf }: SourceFieldsProps) {
  const [unknown, setUnknown] = useState<string>(source?.unknown_accounts ?? 'park');
  return (
    <Stack>
      <TextInput
        name="name"
        label="Name"
        description="What sends: a product, a site, a service"
        placeholder="Web application"
        defaultValue={source?.name}
        error={errorOf('name')}
        required
        withAsterisk={false}
        data-autofocus
      />
      <Radio.Group
        name="unknown_accounts"
        label="Events of an account that is not known"
        value={unknown}
        onChange={setUnknown}
        error={errorOf('unknown_accounts')}
      >
        <Stack gap={6} pt={4}>
          <Radio value="park" label="Set them aside until the account is there; then they count" />
          <Radio value="create" label="Make the account from what the events say of it" />
        </Stack>
      </Radio.Group>
      {isBrowser && (
        <TextInput
          name="origins"
          label="Pages that may send"
          description="Origins, separated by commas. Left empty: any page that has the key."
          placeholder="https://app.example.com"
          defaultValue={source?.origins.join(', ')}
          error={errorOf('origins')}
          spellCheck={false}
          autoCapitalize="off"
        />
      )}
    </Stack>
  );
}
