import { Navigate, Outlet, useLocation } from 'react-router';
import { Page } from '@/components/Page';
import { ErrorState, Loading } from '@/components/states';
import { nextQuery, useSession } from './session';

/** Lets nobody past without a session, and nobody past the password page with a one-time password. */
export function RequireSession() {
  const { me, error, refetch } = useSession();
  const location = useLocation();

  if (error) {
    return (
      <Page title="Ripen">
        <ErrorState error={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  if (me === undefined) return <Loading label="Opening Ripen" />;
  if (me === null) return <Navigate to={`/login${nextQuery(location)}`} replace />;
  if (me.must_change_password && location.pathname !== '/password') {
    return <Navigate to={`/password${nextQuery(location)}`} replace />;
  }
  return <Outlet />;
}
