import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';

/** Filters by name, kept in the address; one that is not set is not there. */
export function useFilters<Name extends string>(names: readonly Name[]) {
  const [search, setSearch] = useSearchParams();
  const filters = useMemo(() => {
    const set = names.flatMap((name) => (search.get(name) ? [[name, search.get(name)]] : []));
    return Object.fromEntries(set) as Partial<Record<Name, string>>;
  }, [search, names]);
  const change = useCallback(
    (part: Partial<Record<Name, string | null>>) =>
      setSearch(
        (old) => {
          const next = new URLSearchParams(old);
          for (const [name, value] of Object.entries(part) as [Name, string | null][])
            if (value) next.set(name, value);
            else next.delete(name);
          return next;
        },
        { replace: true },
      ),
    [setSearch],
  );
  return { filters, change };
}
