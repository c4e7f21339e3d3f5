import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';

const TYPING_MS = 200;

interface SearchInputProps {
  label: string;
  /** What can be searched for; left out, what the lists of accounts look at. */
  placeholder?: string;
  /** What is searched for now: by the page's address, so it also changes from outside. */
  q: string;
  onChange: (q: string) => void;
}

/** The search above a list; it asks when the typing pauses. */
export function SearchInput({ label, placeholder = 'Name, key or owner', q, onChange }: SearchInputProps) {
  const [draft, setDraft] = useState(q);
  const settle = useDebouncedCallback(onChange, TYPING_MS);
  useEffect(() => setDraft(q), [q]);

  return (
    <TextInput
      size="xs"
      w={220}
      type="search"
      data-page-filter
      placeholder={placeholder}
      aria-label={label}
      leftSection={<IconSearch size={14} stroke={1.8} aria-hidden />}
      value={draft}
      onChange={(event) => {
        setDraft(event.currentTarget.value);
        settle(event.currentTarget.value);
      }}
    />
  );
}
