import { Outlet } from 'react-router';
import { Page } from '@/components/Page';
import { TabLinks } from '@/components/TabLinks';

const tabs = [
  { to: '/surveys', label: 'Surveys' },
  { to: '/survey-results', label: 'Results' },
  { to: '/questionnaires', label: 'Questionnaires' },
  { to: '/survey-settings', label: 'Settings' },
];

/** The frame of all that concerns asking: what is asked, whom, and what they answered. */
export function SurveysPage() {
  return (
    <Page title="Surveys">
      <TabLinks label="Surveys" tabs={tabs} />
      <Outlet />
    </Page>
  );
}
