/** Writing facts. All kinds have the same five endpoints, so one kind's types stand for those of all. */
import { useMutation } from '@tanstack/react-query';
import { api } from '@/lib/api';
import { refresh } from '@/lib/queries';
import type { Values } from './form/fieldValues';

type AnyPath = '/api/v1/tickets';

/** After a fact was written: its list, and whatever is computed from facts. */
export const refreshFacts = (path: string) =>
  refresh(
    path,
    '/api/v1/accounts',
    '/api/v1/portfolio',
    '/api/v1/matrix',
    '/api/v1/search',
    '/api/v1/audit',
    '/api/v1/status',
  );

export interface Write {
  /** Left out for a fact that is new. */
  key?: string;
  values: Values;
}

export function useWriteFact(path: string, onDone: (fact: { key: string }) => void) {
  return useMutation({
    async mutationFn({ key, values }: Write) {
      const body = values as never;
      const { data } =
        key === undefined
          ? await api.POST(path as AnyPath, { body })
          : await api.PATCH(`${path as AnyPath}/{key}`, { params: { path: { key } }, body });
      return data as { key: string };
    },
    onSuccess(fact) {
      void refreshFacts(path);
      onDone(fact);
    },
  });
}

/** onDone comes first: a page that shows what is gone is to be left before anything is asked again. */
export function useDeleteFact(path: string, onDone: () => void | Promise<void>) {
  return useMutation({
    mutationFn: (key: string) => api.DELETE(`${path as AnyPath}/{key}`, { params: { path: { key } } }),
    async onSuccess() {
      await onDone();
      void refreshFacts(path);
    },
  });
}
