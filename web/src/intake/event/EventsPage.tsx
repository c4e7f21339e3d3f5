import { Outlet } from 'react-router';
import { Page } from '@/components/Page';
import { TabLinks } from '@/components/TabLinks';

const tabs = [{ to: 'sources', label: 'Sources' }];

/** The frame of all that concerns events of the product on their way in. */
export function EventsPage() {
  return (
    <Page title="Usage events">
      <TabLinks label="Usage events" tabs={tabs} />
      <Outlet />
    </Page>
  );
}
