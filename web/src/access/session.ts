import { useQuery } from '@tanstack/react-query';
import { $api, api, Problem, type Schema } from '@/lib/api';
import { queryClient } from '@/lib/queries';

export type Me = Schema<'Me'>;
type Role = Me['role'];

const meQuery = $api.queryOptions('get', '/api/v1/me', {}, { staleTime: 300_000 });

/** Who is logged in: undefined while asking, null for nobody. */
export function useSession() {
  const { data, error, refetch } = useQuery(meQuery);
  const isNobody = error instanceof Problem && error.status === 401;
  return { me: isNobody ? null : data, error: isNobody ? null : error, refetch };
}

const rank: Record<Role, number> = { viewer: 1, manager: 2, admin: 3 };

/** Whether the one logged in may do what needs `role`. The server decides; this only hides buttons. */
export function useCan(role: Role) {
  const { me } = useSession();
  return !!me && rank[me.role] >= rank[role];
}

export function rememberMe(me: Me) {
  queryClient.setQueryData(meQuery.queryKey, me);
}

export async function logOut() {
  await api.POST('/api/v1/logout');
  queryClient.clear();
  window.location.assign('/login');
}

/** Where to go after logging in: only a path of this application may follow. */
export const safeNext = (search: URLSearchParams) => {
  const next = search.get('next');
  return next?.startsWith('/') && !next.startsWith('//') ? next : '/';
};

/** The query by which a page before the shell remembers what was asked for. */
export const nextQuery = ({ pathname, search, hash }: { pathname: string; search: string; hash: string }) =>
  pathname === '/' ? '' : `?next=${encodeURIComponent(pathname + search + hash)}`;
