import { Page } from '@/components/Page';
import { EmptyState } from '@/components/states';

export function KeysPage() {
  return (
    <Page title="Keys">
      <EmptyState title="This page is being built">It appears here with its next version.</EmptyState>
    </Page>
  );
}
