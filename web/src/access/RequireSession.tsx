import { Navigate, Outlet, useLocation } from 'react-router';
import { ErrorState, Loading } from '@/components/states';
import { useSession } from './session';

/** Lets nobody past without a session, and nobody past the password page with a one-time password. */
export function RequireSession() {
  const { me, error, refetch } = useSession();
  const { pathname, search, hash } = useLocation();

  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (me === undefined) return <Loading label="Opening Ripen" />;
  if (me === null) {
    const next = pathname === '/' ? '' : `?next=${encodeURIComponent(pathname + search + hash)}`;
    return <Navigate to={`/login${next}`} replace />;
  }
  if (me.must_change_password && pathname !== '/password') return <Navigate to="/password" replace />;
  return <Outlet />;
}
