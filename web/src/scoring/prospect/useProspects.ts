import { $api } from '@/lib/api';
import type { Verdict } from './verdicts';

const PAGE = 50;

export interface ProspectChoice {
  verdict: Verdict | undefined;
  q: string;
  filter: string | undefined;
}

/** The prospects that match, the best qualified first, page after page; totals count every verdict. */
export function useProspects({ verdict, q, filter }: ProspectChoice) {
  const pages = $api.useInfiniteQuery(
    'get',
    '/api/v1/prospects',
    { params: { query: { verdict, q: q || undefined, filter, limit: PAGE } } },
    {
      pageParamName: 'offset',
      initialPageParam: 0,
      getNextPageParam: ({ offset, total, rows }) =>
        offset + rows.length < total ? offset + rows.length : undefined,
      placeholderData: (old) => old,
    },
  );
  return {
    rows: pages.data?.pages.flatMap(({ rows }) => rows),
    totals: pages.data?.pages[0]?.totals,
    error: pages.error,
    retry: () => void pages.refetch(),
    hasMore: pages.hasNextPage,
    isLoadingMore: pages.isFetchingNextPage,
    loadMore: () => void pages.fetchNextPage(),
  };
}
