import { QueryCache, QueryClient } from '@tanstack/react-query';
import { $api, Problem } from './api';

const isRefusal = (error: unknown) => error instanceof Problem && error.status >= 400 && error.status < 500;

/** One client for the application; a lost session anywhere brings back the log-in page. */
export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError(error, query) {
      const isMe = query.queryKey[1] === '/api/v1/me';
      if (error instanceof Problem && error.status === 401 && !isMe) void forgetSession();
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // A refusal stays a refusal; only an unreachable or stumbling server is asked again.
      retry: (failures, error) => !isRefusal(error) && failures < 2,
    },
  },
});

function forgetSession() {
  return queryClient.invalidateQueries($api.queryOptions('get', '/api/v1/me'));
}

/** After a write: the lists and numbers that may have changed are asked again. */
export function refresh(...paths: string[]) {
  return queryClient.invalidateQueries({
    predicate: ({ queryKey }) => paths.some((path) => String(queryKey[1]).startsWith(path)),
  });
}
