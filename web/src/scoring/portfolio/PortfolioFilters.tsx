import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconCode, IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { FacetFilter } from '@/components/filter/FacetFilter';
import { FilterText } from '@/components/filter/FilterText';
import { healthLabels } from '@/components/HealthBadge';
import { maturityLabels } from '@/components/MaturityBadge';
import { $api, api, Problem } from '@/lib/api';
import classes from './Portfolio.module.css';
import type { PortfolioState } from './portfolioState';

interface PortfolioFiltersProps {
  state: PortfolioState;
  change: (part: Partial<PortfolioState>, replace?: boolean) => void;
  /** What the server says about the condition in the address. */
  error: string | null;
}

const bandLabels: Record<string, Record<string, string>> = {
  health_band: healthLabels,
  maturity_band: maturityLabels,
};

function useFacets(day: string | undefined) {
  const { data } = $api.useQuery('get', '/api/v1/portfolio/facets', { params: { query: { day } } });
  return (data?.items ?? []).map((facet) => ({
    ...facet,
    values: facet.values.map((item) => ({
      ...item,
      label: item.label ?? bandLabels[facet.field]?.[item.value || 'unknown'],
    })),
  }));
}

async function checkFilter(filter: string): Promise<string | null> {
  try {
    await api.GET('/api/v1/portfolio', { params: { query: { filter, limit: 1 } } });
    return null;
  } catch (error) {
    return error instanceof Problem ? error.message : 'The filter could not be checked. Try again.';
  }
}

/** Search, chips, and the filter language for what chips cannot say. */
export function PortfolioFilters({ state, change, error }: PortfolioFiltersProps) {
  const facets = useFacets(state.day);
  const [isText, setIsText] = useState(state.text !== '');
  const isFiltered = state.q !== '' || state.text !== '' || Object.keys(state.chosen).length > 0;
  const isTextShown = isText || state.text !== '';

  return (
    <div className={classes.filters}>
      <SearchInput q={state.q} onChange={(q) => change({ q }, true)} />
      <FacetFilter facets={facets} chosen={state.chosen} onChange={(chosen) => change({ chosen })} />
      <Tooltip label="Write a condition">
        <ActionIcon
          variant={isTextShown ? 'light' : 'subtle'}
          color={isTextShown ? undefined : 'gray'}
          aria-label="Write a condition"
          aria-expanded={isTextShown}
          onClick={() => setIsText(!isText)}
        >
          <IconCode size={16} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      {isFiltered && (
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          onClick={() => {
            setIsText(false);
            change({ q: '', text: '', chosen: {} });
          }}
        >
          Clear
        </Button>
      )}
      {isTextShown && (
        <FilterText
          text={state.text}
          onChange={(text) => change({ text })}
          check={checkFilter}
          error={error}
        />
      )}
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
