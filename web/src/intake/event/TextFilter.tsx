import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';

const TYPING_MS = 250;

interface TextFilterProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** A text to look for, taken over when the typing pauses. */
export function TextFilter({ label, value, onChange }: TextFilterProps) {
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  const take = useDebouncedCallback(onChange, TYPING_MS);
  return (
    <TextInput
      size="xs"
      wrapperProps={{ 'data-grow': true }}
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={14} stroke={1.6} aria-hidden />}
      value={draft}
      onChange={(event) => {
        setDraft(event.currentTarget.value);
        take(event.currentTarget.value.trim());
      }}
      spellCheck={false}
      autoCapitalize="off"
    />
  );
}
