import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { $api } from '@/lib/api';

interface AccountSelectProps {
  label: string;
  /** The account chosen. */
  account: { key: string; name: string } | undefined;
  onChoose: (key: string) => void;
}

const TYPING_MS = 120;

/** Any account, by some letters of its name, key or owner. */
export function AccountSelect({ label, account, onChoose }: AccountSelectProps) {
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text, TYPING_MS);
  const isSearch = asked !== '' && asked !== account?.name;
  const { data } = $api.useQuery(
    'get',
    '/api/v1/search',
    { params: { query: { q: asked } } },
    { enabled: isSearch, placeholderData: (old) => old },
  );
  const hits = isSearch ? (data?.items ?? []) : [];
  const own = account && !hits.some(({ key }) => key === account.key) ? [account] : [];
  return (
    <Select
      size="xs"
      aria-label={label}
      placeholder="Account by name, key or owner"
      searchable
      searchValue={text}
      onSearchChange={setText}
      // The one that is chosen is among the data for its name; among hits it would only be in the way of the keys.
      filter={({ options }) =>
        isSearch && data
          ? options.filter((option) => 'value' in option && hits.some(({ key }) => key === option.value))
          : options
      }
      data={[...hits, ...own].map(({ key, name }) => ({ value: key, label: name }))}
      value={account?.key ?? null}
      onChange={(key) => key && onChoose(key)}
      nothingFoundMessage={text ? 'No account matches' : undefined}
    />
  );
}
