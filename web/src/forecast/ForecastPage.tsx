import { Outlet, useLocation } from 'react-router';
import { Page } from '@/components/Page';
import { TabLinks } from '@/components/TabLinks';
import { readScope, scopeSearch } from './scope/useScope';

const tabs = [
  { to: '/forecast/renewals', label: 'Renewals' },
  { to: '/forecast/revenue', label: 'Revenue' },
  { to: '/forecast/retention', label: 'Retention' },
  { to: '/forecast/value', label: 'Value' },
  { to: '/forecast/risk', label: 'Risk' },
  { to: '/forecast/arithmetic', label: 'Churn arithmetic' },
];

/** The frame of all that looks ahead. The customers chosen on one page are those of the next. */
export function ForecastPage() {
  const { pathname, search } = useLocation();
  const kept = isScoped(pathname) ? scopeSearch(readScope(new URLSearchParams(search))).toString() : '';
  return (
    <Page title="Forecast">
      <TabLinks
        label="Forecast"
        tabs={tabs.map(({ to, label }) => ({ to: kept && isScoped(to) ? `${to}?${kept}` : to, label }))}
      />
      <Outlet />
    </Page>
  );
}

/** The calculator reads no customers. */
const isScoped = (to: string) => to !== '/forecast/arithmetic';
