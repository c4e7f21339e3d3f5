import { useCallback, useMemo } from 'react';
import type { Sort } from '@/components/table/DataTable';
import { $api, type Schema } from '@/lib/api';
import { refresh } from '@/lib/queries';

export type CatalogueEvent = Schema<'UsageEvent'>;

const PAGE = 200;
const LOOK_AHEAD = 40;

/** The names of events, loaded as they come into sight. */
export function useCatalogue(q: string, sort: Sort) {
  const list = $api.useInfiniteQuery(
    'get',
    '/api/v1/events',
    {
      params: {
        query: { limit: PAGE, sort: `${sort.isDescending ? '-' : ''}${sort.id}`, ...(q ? { q } : {}) },
      },
    },
    {
      pageParamName: 'after',
      // null is left out of the address; undefined would become 0.
      initialPageParam: null,
      getNextPageParam: (page) => page.next ?? undefined,
      placeholderData: (old) => old,
    },
  );
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const onRange = useCallback(
    (_: number, last: number) => {
      if (hasNextPage && !isFetchingNextPage && last >= items.length - LOOK_AHEAD) void fetchNextPage();
    },
    [hasNextPage, isFetchingNextPage, fetchNextPage, items.length],
  );
  return { ...list, items, total: list.data?.pages[0]?.total ?? undefined, onRange };
}

/** Flags and the name on screens; breadth and depth of use are computed from them. */
export const useChangeEvent = (onDone?: () => void) =>
  $api.useMutation('patch', '/api/v1/events/{key}', {
    onSuccess() {
      onDone?.();
      return refresh('/api/v1/events', '/api/v1/accounts', '/api/v1/metrics');
    },
  });
