import { $api, type Schema } from '@/lib/api';
import type { Day } from '@/lib/day';

export type Standing = Schema<'Standing'>;
export type Score = Schema<'Score'>;

/** Where an account stands on a day; undefined is the present. */
export function useStanding(key: string, day: Day | undefined) {
  return $api.useQuery(
    'get',
    '/api/v1/accounts/{key}/standing',
    { params: { path: { key }, query: { day } } },
    { placeholderData: (old?: Standing) => (old?.account.key === key ? old : undefined) },
  );
}

/** The edges of the matrix' cells and what each is called, on a day. */
export function useMatrixOf(day: Day | undefined) {
  return $api.useQuery(
    'get',
    '/api/v1/matrix',
    { params: { query: { day } } },
    { select: ({ x, y, cells }) => ({ x, y, cells }) },
  );
}

export type Dictionary = Map<string, Schema<'Metric'>>;

const noEntries: Dictionary = new Map();

/** The dictionary of metrics by id. */
export function useDictionary(): Dictionary {
  const { data } = $api.useQuery(
    'get',
    '/api/v1/metrics',
    {},
    {
      staleTime: Number.POSITIVE_INFINITY,
      select: ({ items }) => new Map(items.map((metric) => [metric.id, metric])),
    },
  );
  return data ?? noEntries;
}

export function useCard(key: string) {
  return $api.useQuery(
    'get',
    '/api/v1/cards/{key}',
    { params: { path: { key } } },
    { staleTime: Number.POSITIVE_INFINITY },
  );
}
