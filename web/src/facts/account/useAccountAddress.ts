import { useCallback } from 'react';
import { useSearchParams } from 'react-router';
import { type Day, isDay } from '@/lib/day';

/** What the address says besides the account: the day (left out: today), the open tab, and the metric whose
 * facts are shown. */
export function useAccountAddress() {
  const [search, setSearch] = useSearchParams();
  const given = search.get('day');
  const set = useCallback(
    (given: Record<string, string | undefined>) =>
      setSearch(
        (before) => {
          const after = new URLSearchParams(before);
          for (const [name, value] of Object.entries(given)) {
            if (value === undefined) after.delete(name);
            else after.set(name, value);
          }
          return after;
        },
        { replace: true, preventScrollReset: true },
      ),
    [setSearch],
  );
  const setDay = useCallback((day: Day | undefined) => set({ day }), [set]);
  const setTab = useCallback((tab: string | undefined) => set({ tab, facts: undefined }), [set]);
  const setFacts = useCallback((metric: string | undefined) => set({ facts: metric }), [set]);
  return {
    day: isDay(given) ? given : undefined,
    setDay,
    tab: search.get('tab') ?? undefined,
    setTab,
    facts: search.get('facts') ?? undefined,
    setFacts,
  };
}
