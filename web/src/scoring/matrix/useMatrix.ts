import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { $api, type Schema } from '@/lib/api';

/** Which matrix, of which accounts. */
export interface Asked {
  matrix: string | undefined;
  filter: string | undefined;
}

const matrixOptions = (day: string | undefined, { matrix, filter }: Asked) =>
  $api.queryOptions('get', '/api/v1/matrix', { params: { query: { day, matrix, filter } } });

/** The matrix as of a day; while another day loads, the one before stays on show. */
export function useMatrix(day: string | undefined, asked: Asked) {
  return useQuery({ ...matrixOptions(day, asked), placeholderData: keepPreviousData });
}

/** Asks for the next days ahead of time, so that the replay does not stumble. */
export function usePrefetch(days: (string | undefined)[], { matrix, filter }: Asked) {
  const client = useQueryClient();
  const wanted = days.join();
  useEffect(() => {
    for (const day of wanted.split(','))
      if (day) void client.prefetchQuery(matrixOptions(day, { matrix, filter }));
  }, [client, wanted, matrix, filter]);
}

/** The counts of all days at once: what the slider shows while it moves. */
export function useMatrixHistory({ matrix, filter }: Asked) {
  const query = { matrix, filter };
  return $api.useQuery('get', '/api/v1/matrix/history', { params: { query } }).data;
}

const shareOf = (part: number, whole: number) => (whole > 0 ? (100 * part) / whole : null);

/** The matrix with the figures of another day; points stay where they were. Null if that day is not known. */
export function figuresOf(
  matrix: Schema<'Matrix'>,
  history: Schema<'MatrixHistory'> | undefined,
  day: string,
): Schema<'Matrix'> | null {
  const then = history?.days.find((one) => one.day === day);
  if (!history || !then || history.matrix !== matrix.matrix) return null;
  const sum = (numbers: (number | null)[]) => numbers.reduce<number>((total, n) => total + (n ?? 0), 0);
  const customers = sum(then.counts) + then.unknown_count;
  const arrCents = sum(then.arr_cents) + then.unknown_arr_cents;
  const cells = matrix.cells.map((cell) => {
    const at = history.cells.indexOf(cell.id);
    const [count, arr] = [then.counts[at] ?? 0, then.arr_cents[at] ?? 0];
    return {
      ...cell,
      count,
      arr_cents: arr,
      share_pct: shareOf(count, customers),
      arr_share_pct: shareOf(arr, arrCents),
    };
  });
  return { ...matrix, cells, customers, arr_cents: arrCents };
}
