import { Page } from '@/components/Page';
import { EmptyState } from '@/components/states';

export function SettingsPage() {
  return (
    <Page title="Settings">
      <EmptyState title="This page is being built">It appears here with its next version.</EmptyState>
    </Page>
  );
}
