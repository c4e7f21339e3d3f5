import { $api, type Schema } from '@/lib/api';
import type { Day } from '@/lib/day';
import { filterText } from '@/lib/filterText';

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

/** The matrix with only this account in it: the edges of its cells, and what each is called. */
export function useOwnMatrix(key: string, day: Day | undefined) {
  const filter = filterText('', { key: [key] });
  return $api.useQuery('get', '/api/v1/matrix', { params: { query: { day, filter } } });
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
