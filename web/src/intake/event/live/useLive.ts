import { useQuery } from '@tanstack/react-query';
import { api } from '@/lib/api';
import { queryClient } from '@/lib/queries';
import { joinLive, type Live } from './joinLive';

const POLL_MS = 1500;
const ASKED = 500;

/** Events as they arrive, of one source or of all; asked for again and again unless paused. */
export function useLive(source: string | undefined, isPaused: boolean) {
  const queryKey = ['live', source ?? ''];
  return useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const before = queryClient.getQueryData<Live>(queryKey);
      const query = { after: before?.last ?? 0, limit: ASKED, ...(source ? { source } : {}) };
      const { data } = await api.GET('/api/v1/events/live', { params: { query }, signal });
      if (!data) throw new Error('The server sent nothing.');
      return joinLive(before, data);
    },
    refetchInterval: isPaused ? false : POLL_MS,
    structuralSharing: false,
    staleTime: 0,
  });
}
