import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { $api } from '@/lib/api';

export type Preset = '3x3' | '2x2';

const matrixOptions = (day: string | undefined, preset: Preset | undefined) =>
  $api.queryOptions('get', '/api/v1/matrix', { params: { query: { day, preset } } });

/** The matrix as of a day; while another day loads, the one before stays on show. */
export function useMatrix(day: string | undefined, preset: Preset | undefined) {
  return useQuery({ ...matrixOptions(day, preset), placeholderData: keepPreviousData });
}

/** Asks for the next days ahead of time, so that the replay does not stumble. */
export function usePrefetch(days: (string | undefined)[], preset: Preset | undefined) {
  const client = useQueryClient();
  const wanted = days.join();
  useEffect(() => {
    for (const day of wanted.split(',')) if (day) void client.prefetchQuery(matrixOptions(day, preset));
  }, [client, wanted, preset]);
}
