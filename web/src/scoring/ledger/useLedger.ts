import { useInfiniteQuery } from '@tanstack/react-query';
import { api, type Schema } from '@/lib/api';
import type { Day } from '@/lib/day';

export type Ledger = Schema<'Ledger'>;
export type Entry = Ledger['entries'][number];
export type Cause = Entry['because'][number];

/** What of the ledger is asked for; all of it as the API takes it. */
export interface LedgerChoice {
  from?: Day;
  to?: Day;
  filter?: string;
  direction?: 'up' | 'down' | 'neither';
  changed?: 'health' | 'maturity' | 'cell' | 'customer';
  from_cell?: string;
  to_cell?: string;
}

/** The ledger page by page: of one account, or of the portfolio. */
export function useLedger(account: string | undefined, choice: LedgerChoice, limit: number) {
  const pages = useInfiniteQuery({
    queryKey: ['ledger', account ? `/api/v1/accounts/${account}` : '/api/v1/ledger', choice, limit],
    async queryFn({ pageParam }): Promise<Ledger | undefined> {
      const query = { ...choice, limit, ...(pageParam ? { after: pageParam } : {}) };
      const { data } = account
        ? await api.GET('/api/v1/accounts/{key}/ledger', { params: { path: { key: account }, query } })
        : await api.GET('/api/v1/ledger', { params: { query } });
      return data;
    },
    initialPageParam: '',
    getNextPageParam: (last) => last?.next ?? undefined,
    placeholderData: (old) => old,
  });
  return {
    /** With the counts of all. */
    first: pages.data?.pages[0],
    entries: pages.data?.pages.flatMap((page) => page?.entries ?? []),
    error: pages.error,
    retry: () => void pages.refetch(),
    hasMore: pages.hasNextPage,
    isLoadingMore: pages.isFetchingNextPage,
    loadMore: () => void pages.fetchNextPage(),
  };
}
