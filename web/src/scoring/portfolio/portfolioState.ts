/** What the portfolio shows, kept in the address so that a link shows the same. */
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { Sort } from '@/components/table/DataTable';
import { type Day, isDay } from '@/lib/day';
import { type Chosen, filterText } from '@/lib/filterText';
import { TRIAL } from '../whatif/useTrial';

export interface PortfolioState {
  day: Day | undefined;
  /** Whose cells are meant; undefined: those of the matrix that the settings name. */
  matrix: string | undefined;
  q: string;
  /** A condition written by hand. */
  text: string;
  chosen: Chosen;
  sort: Sort;
  columns: string[];
  /** What if, as whatif/useTrial.ts writes it. */
  trial: string | null;
}

export const defaultColumns = [
  'health',
  'maturity',
  'cell',
  'arr',
  'days_to_renewal',
  'owner',
  'industry',
  'size_band',
];
const defaultSort: Sort = { id: 'arr', isDescending: true };

const own = new Set(['day', 'matrix', 'q', 'filter', 'sort', 'columns', TRIAL]);

export function readState(search: URLSearchParams): PortfolioState {
  const day = search.get('day');
  const sort = search.get('sort');
  const columns = search.get('columns');
  const fields = new Set([...search.keys()].filter((key) => !own.has(key)));
  return {
    day: isDay(day) ? day : undefined,
    matrix: search.get('matrix') ?? undefined,
    q: search.get('q') ?? '',
    text: search.get('filter') ?? '',
    chosen: Object.fromEntries([...fields].map((field) => [field, search.getAll(field)])),
    sort: sort ? { id: sort.replace(/^-/, ''), isDescending: sort.startsWith('-') } : defaultSort,
    columns: columns === null ? defaultColumns : columns.split(',').filter((id) => id !== ''),
    trial: search.get(TRIAL),
  };
}

export const sortText = ({ id, isDescending }: Sort) => (isDescending ? `-${id}` : id);

/** The address of a state; what is as by default is left out. */
export function writeState({
  day,
  matrix,
  q,
  text,
  chosen,
  sort,
  columns,
  trial,
}: PortfolioState): URLSearchParams {
  const search = new URLSearchParams();
  if (day) search.set('day', day);
  if (matrix) search.set('matrix', matrix);
  if (q) search.set('q', q);
  if (text) search.set('filter', text);
  for (const [field, values] of Object.entries(chosen))
    for (const value of values) search.append(field, value);
  if (sortText(sort) !== sortText(defaultSort)) search.set('sort', sortText(sort));
  if (columns.join() !== defaultColumns.join()) search.set('columns', columns.join());
  if (trial !== null) search.set(TRIAL, trial);
  return search;
}

/** What decides which accounts are shown, as the server takes it. */
export const choiceOf = ({ day, matrix, q, text, chosen }: PortfolioState) => ({
  day,
  matrix,
  q: q || undefined,
  filter: filterText(text, chosen),
});

export function usePortfolioState() {
  const [search, setSearch] = useSearchParams();
  const state = useMemo(() => readState(search), [search]);
  const change = useCallback(
    (part: Partial<PortfolioState>, replace = false) =>
      setSearch((old) => writeState({ ...readState(old), ...part }), { replace }),
    [setSearch],
  );
  return { state, change, search };
}
