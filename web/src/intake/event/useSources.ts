import { $api, type Schema } from '@/lib/api';

export type Source = Schema<'Source'>;

/** Counters move while one looks. */
const COUNT_MS = 5000;

export const useSources = () => $api.useQuery('get', '/api/v1/sources', {}, { refetchInterval: COUNT_MS });

export const useRates = () => $api.useQuery('get', '/api/v1/events/rate', {}, { refetchInterval: COUNT_MS });

/** Everything that ever came, whatever became of it. */
export const received = ({ events, duplicates, set_aside }: Source) => events + duplicates + set_aside;

export const sourcePath = (key: string) => `/events/sources/${encodeURIComponent(key)}`;
/** What was set aside of one source. */
export const asidePath = (key: string) => `/events/set-aside?source=${encodeURIComponent(key)}`;
