import { useCallback } from 'react';
import { useSearchParams } from 'react-router';
import { type Day, isDay } from '@/lib/day';

/** What the address says besides the account: the day (left out: today) and the open tab. */
export function useAccountAddress() {
  const [search, setSearch] = useSearchParams();
  const given = search.get('day');
  const set = useCallback(
    (name: string, value: string | undefined) =>
      setSearch(
        (before) => {
          const after = new URLSearchParams(before);
          if (value === undefined) after.delete(name);
          else after.set(name, value);
          return after;
        },
        { replace: true, preventScrollReset: true },
      ),
    [setSearch],
  );
  const setDay = useCallback((day: Day | undefined) => set('day', day), [set]);
  const setTab = useCallback((tab: string | undefined) => set('tab', tab), [set]);
  return { day: isDay(given) ? given : undefined, setDay, tab: search.get('tab') ?? undefined, setTab };
}
