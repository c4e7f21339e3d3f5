import { queryClient } from '@/lib/queries';

/** Questionnaires changed. The draft that is being edited is not taken from under the hands, and one that is gone is
 * not asked for again. */
export const refreshInstruments = () =>
  queryClient.invalidateQueries({
    predicate: ({ queryKey }) => {
      const path = String(queryKey[1]);
      return path.startsWith('/api/v1/instruments') && !path.endsWith('/draft');
    },
  });
