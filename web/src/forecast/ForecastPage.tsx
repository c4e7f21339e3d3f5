import { Outlet } from 'react-router';
import { Page } from '@/components/Page';
import { TabLinks } from '@/components/TabLinks';

const tabs = [{ to: '/forecast/arithmetic', label: 'Churn arithmetic' }];

/** The frame of all that looks ahead. */
export function ForecastPage() {
  return (
    <Page title="Forecast">
      <TabLinks label="Forecast" tabs={tabs} />
      <Outlet />
    </Page>
  );
}
