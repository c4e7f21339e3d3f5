import { useRouteError } from 'react-router';
import { Page } from '@/components/Page';
import { ErrorState } from '@/components/states';

/** A page that threw, or whose chunk is gone because the server was upgraded meanwhile. */
export function PageError() {
  const thrown = useRouteError();
  const error =
    thrown instanceof Error ? thrown : new Error('The page stopped for an unknown reason. Load it again.');
  return (
    <Page title="This page stopped">
      <ErrorState error={error} onRetry={() => window.location.reload()} />
    </Page>
  );
}
