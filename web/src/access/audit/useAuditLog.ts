import { $api } from '@/lib/api';

const PAGE = 50;

export interface AuditFilter {
  who?: string;
  kind?: string;
  key?: string;
  /** Days. */
  from?: string;
  to?: string;
}

/** The entries that match, newest first, page after page. */
export function useAuditLog(filter: AuditFilter) {
  const log = $api.useInfiniteQuery(
    'get',
    '/api/v1/audit',
    { params: { query: { ...filter, limit: PAGE } } },
    {
      pageParamName: 'after',
      // null is left out of the address; undefined would become 0.
      initialPageParam: null,
      getNextPageParam: ({ next }) => next ?? undefined,
    },
  );
  return { log, entries: log.data?.pages.flatMap(({ items }) => items) ?? [] };
}
