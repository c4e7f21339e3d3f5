import { Navigate, Outlet, useLocation } from 'react-router';
import { ErrorState, Loading } from '@/components/states';
import { nextQuery, useSession } from './session';

/** Lets nobody past without a session, and nobody past the password page with a one-time password. */
export function RequireSession() {
  const { me, error, refetch } = useSession();
  const location = useLocation();

  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (me === undefined) return <Loading label="Opening Ripen" />;
  if (me === null) return <Navigate to={`/login${nextQuery(location)}`} replace />;
  if (me.must_change_password && location.pathname !== '/password') {
    return <Navigate to={`/password${nextQuery(location)}`} replace />;
  }
  return <Outlet />;
}
