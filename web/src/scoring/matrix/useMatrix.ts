import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { $api } from '@/lib/api';

const matrixOptions = (day: string | undefined, matrix: string | undefined) =>
  $api.queryOptions('get', '/api/v1/matrix', { params: { query: { day, matrix } } });

/** The matrix as of a day; while another day loads, the one before stays on show. */
export function useMatrix(day: string | undefined, key: string | undefined) {
  return useQuery({ ...matrixOptions(day, key), placeholderData: keepPreviousData });
}

/** Asks for the next days ahead of time, so that the replay does not stumble. */
export function usePrefetch(days: (string | undefined)[], key: string | undefined) {
  const client = useQueryClient();
  const wanted = days.join();
  useEffect(() => {
    for (const day of wanted.split(',')) if (day) void client.prefetchQuery(matrixOptions(day, key));
  }, [client, wanted, key]);
}
