import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { Page } from '@/components/Page';
import { EmptyState } from '@/components/states';

export function NotFoundPage() {
  return (
    <Page title="Not found">
      <EmptyState
        title="There is no such page"
        action={
          <Button component={Link} to="/portfolio" variant="default">
            Go to the portfolio
          </Button>
        }
      >
        The address may be mistyped, or the page has moved. Ctrl K finds any account.
      </EmptyState>
    </Page>
  );
}
