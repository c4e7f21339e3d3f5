import { useInfiniteQuery } from '@tanstack/react-query';
import type { FactKind } from '@/facts/factKind';
import { api } from '@/lib/api';
import { addDays, type Day } from '@/lib/day';
import { filterText } from '@/lib/filterText';

interface Page<Fact> {
  items: Fact[];
  next: string | null;
  total?: number | null;
}

export interface FactChoice {
  account: string;
  /** The day whose knowledge counts; undefined is the present. */
  day: Day | undefined;
  limit?: number | undefined;
}

/** What a list must know of its kind. */
type Listed<Fact extends { key: string }> = Pick<FactKind<Fact>, 'path' | 'happened' | 'sort'>;

/** Facts of an account that had happened by the day, and were known by then. */
function filterOf({ account, day }: FactChoice, happened: string): string {
  const own = filterText('', { account: [account] }) ?? '';
  if (!day) return own;
  const after = addDays(day, 1);
  const by = (field: string) => `(${field} is missing or ${field} < "${after}")`;
  return `${own} and ${by(happened)} and ${by('known')}`;
}

const PAGE = 50;

export type FactList<Fact> = Omit<ReturnType<typeof useFacts>, 'items'> & { items: Fact[] | undefined };

/** A list of facts, page by page. All kinds have the same list endpoint, so one stands for all. */
export function useFacts<Fact extends { key: string }>(kind: Listed<Fact>, choice: FactChoice) {
  const { path, happened, sort } = kind;
  const query = { filter: filterOf(choice, happened), sort, limit: choice.limit ?? PAGE };
  const pages = useInfiniteQuery({
    queryKey: ['facts', path, query],
    async queryFn({ pageParam }): Promise<Page<Fact>> {
      const { data } = await api.GET(path as '/api/v1/tickets', {
        params: { query: { ...query, ...(pageParam ? { after: pageParam } : {}) } },
      });
      return (data as Page<Fact> | undefined) ?? { items: [], next: null };
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
