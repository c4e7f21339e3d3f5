import { Page } from '@/components/Page';
import { EmptyState } from '@/components/states';

export function AccountPage() {
  return (
    <Page title="Account">
      <EmptyState title="This page is being built">It appears here with its next version.</EmptyState>
    </Page>
  );
}
