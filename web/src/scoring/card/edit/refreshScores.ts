import { queryClient } from '@/lib/queries';

/** After a card came into force or a draft went: everything is asked again but the draft itself, which is gone. */
export function refreshScores() {
  // Only marked as old: a comparison that is still on the page would be asked for again, of a draft that is gone.
  void queryClient.invalidateQueries({ queryKey: ['compare'], refetchType: 'none' });
  return queryClient.invalidateQueries({
    predicate: ({ queryKey }) => {
      const path = String(queryKey[1]);
      return path.startsWith('/api/v1/') && !path.includes('/draft');
    },
  });
}
