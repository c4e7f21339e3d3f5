import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { usePagesInSight, useRowAt } from '@/components/table/usePages';
import { $api, type Schema } from '@/lib/api';
import type { Card } from '../whatif/useWhatif';
import { askList, useTriedList } from '../whatif/useWhatif';

export type PortfolioRow = Schema<'PortfolioRow'>;

const PAGE = 200;

interface PortfolioQuery {
  day?: string;
  matrix?: string;
  filter?: string;
  q?: string;
  sort: string;
  /** The metrics wanted in `values`, in their order. */
  columns?: string[];
}

const pageQuery = (query: PortfolioQuery, page: number) =>
  $api.queryOptions(
    'get',
    '/api/v1/portfolio',
    { params: { query: { ...query, offset: page * PAGE, limit: PAGE } } },
    { staleTime: 60_000 },
  );

/** Pages below the first wait until the slider rests. */
const REST_MS = 400;

const triedQuery = (query: PortfolioQuery, cards: Card[], page: number) => {
  const body = { query: { ...query, offset: page * PAGE, limit: PAGE }, cards };
  return {
    queryKey: ['post', '/api/v1/what-if/portfolio', body],
    queryFn: () => askList(body),
    enabled: cards.length > 0,
    staleTime: 60_000,
  };
};

/**
 * The rows of a choice by their index, loaded in pages as they come into sight. Pages that a fast
 * scroll passes by are not asked for. With cards that are tried, the rows as they would be.
 */
export function usePortfolio(query: PortfolioQuery, cards: Card[]) {
  const { pages, onRange } = usePagesInSight(PAGE);
  const isTried = cards.length > 0;
  const asIs = useQuery({ ...pageQuery(query, 0), placeholderData: keepPreviousData });
  const tried = useTriedList({ ...query, offset: 0, limit: PAGE }, cards);
  const [rested] = useDebouncedValue(cards, REST_MS);
  const rest = useQueries({
    queries: pages.map((page) => (isTried ? triedQuery(query, rested, page) : pageQuery(query, page))),
    combine: (results) => results.map(({ data }) => data),
  });
  const head = {
    data: (isTried && tried.data) || asIs.data,
    error: isTried ? tried.error : asIs.error,
    isStale: isTried ? false : asIs.isPlaceholderData,
  };

  const rowAt = useRowAt(PAGE, head.data, rest);

  return {
    /** The day whose health the present one is compared with. */
    before: head.data?.before ?? undefined,
    hierarchy: head.data?.hierarchy,
    day: head.data?.day,
    total: head.data?.total ?? 0,
    totals: head.data?.totals,
    rowAt,
    onRange,
    error: head.error,
    retry: () => void asIs.refetch(),
    isStale: head.isStale,
  };
}
