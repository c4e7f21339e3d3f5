import { Outlet } from 'react-router';
import { useCan } from '@/access/session';
import { Page } from '@/components/Page';
import { TabLinks } from '@/components/TabLinks';

const tabs = [
  { to: 'organisation', label: 'Organisation' },
  { to: 'cards', label: 'Scorecards' },
  { to: 'matrices', label: 'Matrices' },
  { to: 'jobs', label: 'Jobs' },
  { to: 'people', label: 'People', isForAdmin: true },
  { to: 'keys', label: 'API keys', isForAdmin: true },
  { to: 'mail', label: 'Mail', isForAdmin: true },
  { to: 'audit', label: 'Audit log', isForAdmin: true },
];

/** The frame of the settings; what only an admin may see is not offered to others. */
export function SettingsPage() {
  const isAdmin = useCan('admin');
  return (
    <Page title="Settings">
      <TabLinks label="Settings" tabs={tabs.filter(({ isForAdmin }) => isAdmin || !isForAdmin)} />
      <Outlet />
    </Page>
  );
}
