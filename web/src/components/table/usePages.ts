/** The rows of a long list by their index: pages come as they are scrolled into sight. */
import { useDebouncedCallback } from '@mantine/hooks';
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';

/** A part of a list that is read by offset. */
export interface Part<Row> {
  offset: number;
  rows: Row[];
}

const SETTLE_MS = 80;

/** Which pages are in sight; those that a fast scroll passes by are left out, as is the first, which is always there. */
export function usePagesInSight(size: number) {
  const [pages, setPages] = useState<number[]>([]);
  const settle = useDebouncedCallback((first: number, last: number) => {
    const wanted = Array.from({ length: last - first + 1 }, (_, step) => first + step).filter(
      (page) => page > 0,
    );
    setPages((old) => (old.join() === wanted.join() ? old : wanted));
  }, SETTLE_MS);
  const onRange = useCallback(
    (first: number, last: number) => settle(Math.floor(first / size), Math.floor(last / size)),
    [settle, size],
  );
  return { pages, onRange };
}

/** Finds a row among the parts that have come. */
export function useRowAt<Row>(size: number, first: Part<Row> | undefined, rest: (Part<Row> | undefined)[]) {
  const loaded = useMemo(() => {
    const byPage = new Map<number, Row[]>();
    for (const part of [first, ...rest]) if (part) byPage.set(part.offset / size, part.rows);
    return byPage;
  }, [first, rest, size]);
  return useCallback((index: number) => loaded.get(Math.floor(index / size))?.[index % size], [loaded, size]);
}

interface PageQuery<Answer> {
  queryKey: unknown[];
  queryFn: () => Promise<Answer>;
}

const dataOf = <Answer>(results: { data: Answer | undefined }[]) => results.map(({ data }) => data);

/** Both together, of a list whose pages are asked for one by one: the first says what is true of the whole. */
export function usePages<Row, Answer extends Part<Row>>(
  size: number,
  pageQuery: (offset: number) => PageQuery<Answer>,
) {
  const { pages, onRange } = usePagesInSight(size);
  const first = useQuery({ ...pageQuery(0), placeholderData: keepPreviousData });
  const rest = useQueries({
    queries: pages.map((page) => pageQuery(page * size)),
    combine: dataOf<Answer>,
  });
  const rowAt = useRowAt<Row>(size, first.data, rest);
  return { first, rowAt, onRange };
}
