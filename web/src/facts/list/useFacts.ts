import { useInfiniteQuery } from '@tanstack/react-query';
import { addDays, type Day } from '@/lib/day';
import { filterText } from '@/lib/filterText';

interface Page<Fact> {
  items: Fact[];
  next: string | null;
  total?: number | null;
}

interface FactQuery {
  filter: string;
  sort?: string;
  limit: number;
  after?: string;
}

export interface FactChoice {
  account: string;
  /** The day whose knowledge counts; undefined is the present. */
  day: Day | undefined;
  /** The field that says when such a fact happened. */
  happened: string;
  sort?: string;
  limit?: number;
}

/** Facts of an account that had happened by the day, and were known by then. */
function filterOf({ account, day, happened }: FactChoice): string {
  const own = filterText('', { account: [account] }) ?? '';
  if (!day) return own;
  const after = addDays(day, 1);
  const by = (field: string) => `(${field} is missing or ${field} < "${after}")`;
  return `${own} and ${by(happened)} and ${by('known')}`;
}

const PAGE = 50;

export type FactList<Fact> = ReturnType<typeof useFacts<Fact>>;

/** A list of facts, page by page: `useFacts('/api/v1/tickets', (query) => api.GET(…), …)`. */
export function useFacts<Fact>(
  path: string,
  load: (query: FactQuery) => Promise<{ data?: Page<Fact> }>,
  choice: FactChoice,
) {
  const query = { filter: filterOf(choice), sort: choice.sort, limit: choice.limit ?? PAGE };
  const pages = useInfiniteQuery({
    queryKey: ['facts', path, query],
    queryFn: async ({ pageParam }) => {
      const { data } = await load({ ...query, ...(pageParam ? { after: pageParam } : {}) });
      return data ?? { items: [], next: null };
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  return {
    items: pages.data?.pages.flatMap(({ items }) => items),
    total: pages.data?.pages[0]?.total ?? undefined,
    error: pages.error,
    retry: () => void pages.refetch(),
    hasMore: pages.hasNextPage,
    isLoadingMore: pages.isFetchingNextPage,
    loadMore: () => void pages.fetchNextPage(),
  };
}

/** What of a fact had happened by the day: a later solution, payment or end was not yet seen. */
export const seenBy = (day: Day | undefined, when: string | null | undefined) =>
  when && (!day || when.slice(0, 10) <= day) ? when : null;
