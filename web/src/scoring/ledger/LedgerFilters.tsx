import { SegmentedControl, Select } from '@mantine/core';
import { FilterText } from '@/components/filter/FilterText';
import { api, Problem } from '@/lib/api';
import { useMatrixOf } from '@/scoring/standing/useStanding';
import classes from './Ledger.module.css';
import { type LedgerState, spans } from './ledgerState';

const directions = [
  { value: 'all', label: 'All' },
  { value: 'down', label: 'Moved down' },
  { value: 'up', label: 'Moved up' },
];
const parts = [
  { value: 'any', label: 'Any change' },
  { value: 'health', label: 'Health band' },
  { value: 'maturity', label: 'Maturity band' },
  { value: 'cell', label: 'Cell' },
  { value: 'customer', label: 'Came or left' },
];

interface LedgerFiltersProps {
  state: LedgerState;
  change: (part: Partial<LedgerState>) => void;
}

async function checkFilter(filter: string): Promise<string | null> {
  try {
    await api.GET('/api/v1/portfolio', { params: { query: { filter, limit: 1 } } });
    return null;
  } catch (error) {
    return error instanceof Problem ? error.message : 'The filter could not be checked. Try again.';
  }
}

/** Which changes, and of which accounts. */
export function LedgerFilters({ state, change }: LedgerFiltersProps) {
  const matrix = useMatrixOf(undefined);
  const cells = [
    ...(matrix.data?.cells ?? []).map(({ id, label }) => ({ value: id, label })),
    { value: 'unknown', label: 'Not yet known' },
  ];
  return (
    <div className={classes.filters}>
      <SegmentedControl
        size="xs"
        aria-label="Which way"
        data={directions}
        value={state.direction}
        onChange={(direction) => change({ direction: direction as LedgerState['direction'] })}
      />
      <SegmentedControl
        size="xs"
        aria-label="How far back"
        data={spans}
        value={state.from ? '' : state.span}
        onChange={(span) => change({ span, from: undefined, to: undefined })}
      />
      <Select
        size="xs"
        w={150}
        aria-label="What changed"
        data={parts}
        value={state.changed}
        allowDeselect={false}
        onChange={(changed) => change({ changed: (changed ?? 'any') as LedgerState['changed'] })}
      />
      <Select
        size="xs"
        w={180}
        aria-label="The cell it left"
        placeholder="From any cell"
        data={cells}
        value={state.fromCell ?? null}
        clearable
        onChange={(cell) => change({ fromCell: cell ?? undefined })}
      />
      <Select
        size="xs"
        w={180}
        aria-label="The cell it entered"
        placeholder="To any cell"
        data={cells}
        value={state.toCell ?? null}
        clearable
        onChange={(cell) => change({ toCell: cell ?? undefined })}
      />
      <FilterText
        text={state.filter}
        onChange={(filter) => change({ filter })}
        check={checkFilter}
        error={null}
      />
    </div>
  );
}
