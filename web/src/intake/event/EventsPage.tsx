import { Outlet, useLocation } from 'react-router';
import { Page } from '@/components/Page';
import { TabLinks } from '@/components/TabLinks';

const tabs = [
  { to: 'sources', label: 'Sources' },
  { to: 'live', label: 'Live' },
  { to: 'catalogue', label: 'Catalogue' },
  { to: 'set-aside', label: 'Set aside' },
  { to: 'rules', label: 'Rules' },
  { to: 'traits', label: 'Traits' },
];

/** Those with a table of any length, which scrolls by itself. */
const tables = ['live', 'catalogue', 'set-aside'];

/** The frame of all that concerns events of the product on their way in. */
export function EventsPage() {
  const { pathname } = useLocation();
  return (
    <Page title="Usage events" isFixed={tables.some((table) => pathname.endsWith(`/${table}`))}>
      <TabLinks label="Usage events" tabs={tabs} />
      <Outlet />
    </Page>
  );
}
