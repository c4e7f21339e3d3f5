import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { AccountFilter } from './AccountFilter';
import classes from './Portfolio.module.css';
import type { PortfolioState } from './portfolioState';

interface PortfolioFiltersProps {
  state: PortfolioState;
  change: (part: Partial<PortfolioState>, replace?: boolean) => void;
  /** What the server says about the condition in the address. */
  error: string | null;
}

/** Search, and the filter that other pages have, too. */
export function PortfolioFilters({ state, change, error }: PortfolioFiltersProps) {
  return (
    <div className={classes.filters}>
      <SearchInput q={state.q} onChange={(q) => change({ q }, true)} />
      <AccountFilter
        day={state.day}
        matrix={state.matrix}
        text={state.text}
        chosen={state.chosen}
        onChange={change}
        error={error}
        isMore={state.q !== ''}
        onClear={() => change({ q: '', text: '', chosen: {} })}
      />
    </div>
  );
}

const TYPING_MS = 200;

function SearchInput({ q, onChange }: { q: string; onChange: (q: string) => void }) {
  const [draft, setDraft] = useState(q);
  const settle = useDebouncedCallback(onChange, TYPING_MS);
  useEffect(() => setDraft(q), [q]);

  return (
    <TextInput
      size="xs"
      w={220}
      type="search"
      data-page-filter
      placeholder="Name, key or owner"
      aria-label="Search the portfolio"
      leftSection={<IconSearch size={14} stroke={1.8} aria-hidden />}
      value={draft}
      onChange={(event) => {
        setDraft(event.currentTarget.value);
        settle(event.currentTarget.value);
      }}
    />
  );
}
