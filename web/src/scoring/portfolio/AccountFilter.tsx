import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconCode } from '@tabler/icons-react';
import { useState } from 'react';
import { FacetFilter } from '@/components/filter/FacetFilter';
import { FilterText } from '@/components/filter/FilterText';
import { healthLabels } from '@/components/HealthBadge';
import { maturityLabels } from '@/components/MaturityBadge';
import { $api, api, Problem } from '@/lib/api';
import type { Chosen } from '@/lib/filterText';

const bandLabels: Record<string, Record<string, string>> = {
  health_band: healthLabels,
  maturity_band: maturityLabels,
};

function useFacets(day: string | undefined, matrix: string | undefined) {
  const { data } = $api.useQuery('get', '/api/v1/portfolio/facets', { params: { query: { day, matrix } } });
  return (data?.items ?? []).map((facet) => ({
    ...facet,
    values: facet.values.map((item) => ({
      ...item,
      label: item.label ?? bandLabels[facet.field]?.[item.value || 'unknown'],
    })),
  }));
}

/** The fields with one value for all days; undefined: all will do. */
function useKept(isAsked: boolean) {
  const { data } = $api.useQuery('get', '/api/v1/filter-fields', {}, { enabled: isAsked });
  return isAsked && data
    ? new Set(
        data.items.flatMap(({ name, group, is_undated }) =>
          is_undated || group === 'segment' ? [name] : [],
        ),
      )
    : undefined;
}

async function checkFilter(filter: string, matrix: string | undefined): Promise<string | null> {
  try {
    await api.GET('/api/v1/portfolio', { params: { query: { filter, matrix, limit: 1 } } });
    return null;
  } catch (error) {
    return error instanceof Problem ? error.message : 'The filter could not be checked. Try again.';
  }
}

interface AccountFilterProps {
  day: string | undefined;
  /** Whose cells are meant; undefined: those of the matrix that the settings name. */
  matrix: string | undefined;
  /** A condition written by hand, and values chosen by field. */
  text: string;
  chosen: Chosen;
  onChange: (part: { text?: string; chosen?: Chosen }) => void;
  /** What the server says about the condition in the address. */
  error: string | null;
  /** Only what accounts keep can choose them: by a value of today those who stayed would be chosen. */
  isOfPast?: boolean | undefined;
  /** Something beside it leaves accounts out, too. */
  isMore?: boolean;
  onClear: () => void;
}

/** Which accounts a page is about: chips, and the filter language for what chips cannot say. */
export function AccountFilter(props: AccountFilterProps) {
  const { day, matrix, text, chosen, onChange, error, isMore = false, isOfPast = false, onClear } = props;
  const kept = useKept(isOfPast);
  const facets = useFacets(day, matrix).filter(({ field }) => !kept || kept.has(field) || chosen[field]);
  const [isText, setIsText] = useState(text !== '');
  const isFiltered = isMore || text !== '' || Object.keys(chosen).length > 0;
  const isTextShown = isText || text !== '';

  return (
    <>
      <FacetFilter facets={facets} chosen={chosen} onChange={(next) => onChange({ chosen: next })} />
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
            onClear();
          }}
        >
          Clear
        </Button>
      )}
      {isTextShown && (
        <FilterText
          text={text}
          onChange={(next) => onChange({ text: next })}
          check={(filter) => checkFilter(filter, matrix)}
          error={error}
        />
      )}
    </>
  );
}
