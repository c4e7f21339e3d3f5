import { useCallback, useMemo } from 'react';
import { $api, type Schema } from '@/lib/api';

export type AsideEvent = Schema<'AsideRow'>;
export type Reason = NonNullable<Schema<'Mend'>['reason']>;

export interface AsideFilter {
  reason?: Reason;
  source?: string;
  name?: string;
  user?: string;
  account?: string;
}

const PAGE = 100;
const LOOK_AHEAD = 20;
const POLL_MS = 5000;

/** What was set aside, newest first, loaded as it comes into sight. */
export function useAside(filter: AsideFilter) {
  const list = $api.useInfiniteQuery(
    'get',
    '/api/v1/set-aside',
    { params: { query: { ...filter, limit: PAGE } } },
    {
      pageParamName: 'after',
      // null is left out of the address; undefined would become 0.
      initialPageParam: null,
      getNextPageParam: (page) => page.next ?? undefined,
      // Who has scrolled on is not to have every page asked again.
      refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : POLL_MS),
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
  return { ...list, items, first: list.data?.pages[0], onRange };
}
