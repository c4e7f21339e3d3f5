import { Page } from '@/components/Page';
import { EmptyState } from '@/components/states';

export function OrganisationPage() {
  return (
    <Page title="Organisation">
      <EmptyState title="This page is being built">It appears here with its next version.</EmptyState>
    </Page>
  );
}
