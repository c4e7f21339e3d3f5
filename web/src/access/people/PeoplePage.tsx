import { Page } from '@/components/Page';
import { EmptyState } from '@/components/states';

export function PeoplePage() {
  return (
    <Page title="People">
      <EmptyState title="This page is being built">It appears here with its next version.</EmptyState>
    </Page>
  );
}
