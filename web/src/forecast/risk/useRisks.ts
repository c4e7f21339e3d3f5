import { usePages } from '@/components/table/usePages';
import { api, type Schema } from '@/lib/api';

export type RiskRow = Schema<'RiskRow'>;
export type RiskList = Schema<'RiskList'>;
export type RiskSort = '-risk' | 'risk' | '-at_risk' | 'at_risk' | '-arr' | 'arr' | 'renewal' | '-renewal';

export interface RiskQuery {
  filter?: string;
  sort?: RiskSort;
  is_risk?: boolean;
}

/** Each row is told its reason, which takes the server a while: pages are small. */
const PAGE = 50;

async function ask(query: RiskQuery, offset: number): Promise<RiskList> {
  const { data } = await api.GET('/api/v1/forecast/risk', {
    params: { query: { ...query, offset, limit: PAGE } },
  });
  return data as RiskList;
}

/** Who is likely to leave, by index. */
export function useRisks(query: RiskQuery) {
  const { first, rowAt, onRange } = usePages<RiskRow, RiskList>(PAGE, (offset) => ({
    // Its second is the path, by which lists are asked for anew after a training.
    queryKey: ['get', '/api/v1/forecast/risk', query, offset],
    queryFn: () => ask(query, offset),
  }));
  return {
    list: first.data,
    error: first.error,
    retry: () => void first.refetch(),
    isStale: first.isPlaceholderData,
    rowAt,
    onRange,
  };
}
