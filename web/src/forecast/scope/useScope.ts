/** Which customers a page of forecasts is about, and what the page chooses besides, kept in its address. */
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { type Chosen, filterText } from '@/lib/filterText';

/** What pages choose by these names is theirs; every other name in an address is a field with chosen values. */
const own = new Set([
  'by',
  'cards',
  'cohort',
  'cohorts',
  'day',
  'due_only',
  'filter',
  'from',
  'group',
  'horizon_days',
  'horizon_months',
  'in_month',
  'level',
  'measure',
  'min_term_months',
  'months',
  'moved',
  'of_owner',
  'period_months',
  'recorded',
  'renewal',
  'segments',
  'show',
  'size',
  'sort',
  'to',
  'watched_from',
  'weights',
]);

export interface Scope {
  /** A condition written by hand, and values chosen by field. */
  text: string;
  chosen: Chosen;
  /** Both, as the server takes it. */
  filter: string | undefined;
}

export function readScope(search: URLSearchParams): Scope {
  const text = search.get('filter') ?? '';
  const fields = [...new Set(search.keys())].filter((name) => !own.has(name));
  const chosen = Object.fromEntries(fields.map((field) => [field, search.getAll(field)]));
  return { text, chosen, filter: filterText(text, chosen) };
}

/** The customers alone, as an address: another page about the same ones. */
export function scopeSearch({ text, chosen }: Pick<Scope, 'text' | 'chosen'>): URLSearchParams {
  const search = new URLSearchParams(text === '' ? {} : { filter: text });
  for (const [field, values] of Object.entries(chosen))
    for (const value of values) search.append(field, value);
  return search;
}

export function useScope() {
  const [search, setSearch] = useSearchParams();
  const scope = useMemo(() => readScope(search), [search]);
  const setScope = useCallback(
    (part: Partial<Pick<Scope, 'text' | 'chosen'>>) =>
      setSearch((old) => {
        const next = scopeSearch({ ...readScope(old), ...part });
        for (const [name, value] of old) if (own.has(name) && name !== 'filter') next.append(name, value);
        return next;
      }),
    [setSearch],
  );
  /** Sets what the page chooses; undefined is as by default and leaves the address. */
  const choose = useCallback(
    (part: Record<string, string | undefined>) =>
      setSearch(
        (old) => {
          const next = new URLSearchParams(old);
          for (const [name, value] of Object.entries(part))
            if (value === undefined || value === '') next.delete(name);
            else next.set(name, value);
          return next;
        },
        { replace: true },
      ),
    [setSearch],
  );
  const choice = useCallback((name: string) => search.get(name) ?? undefined, [search]);
  return { ...scope, setScope, choice, choose };
}
