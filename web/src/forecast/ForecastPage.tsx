import { Link, Outlet, useLocation } from 'react-router';
import { Notice } from '@/components/Notice';
import { Page } from '@/components/Page';
import { ErrorState, Loading } from '@/components/states';
import { TabLinks } from '@/components/TabLinks';
import { $api, type Schema } from '@/lib/api';
import { formatDay } from '@/lib/day';
import { ForecastDayContext } from './scope/forecastDay';
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
  const { data, error, refetch } = $api.useQuery('get', '/api/v1/forecast/day');
  const kept = isScoped(pathname) ? scopeSearch(readScope(new URLSearchParams(search))).toString() : '';
  return (
    <Page title="Forecast">
      <TabLinks
        label="Forecast"
        tabs={tabs.map(({ to, label }) => ({ to: kept && isScoped(to) ? `${to}?${kept}` : to, label }))}
      />
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Loading the forecast" />}
      {data && (
        <ForecastDayContext value={data}>
          {isToldThen(pathname) && <StaleNote told={data} />}
          <Outlet />
        </ForecastDayContext>
      )}
    </Page>
  );
}

/** When files stop coming nobody leaves any more, and every figure would be too good. */
function StaleNote({ told: { today, day } }: { told: Schema<'ToldDay'> }) {
  if (day === today) return null;
  return (
    <Notice tone="warning" title={`The facts end on ${formatDay(day)}.`}>
      So all of this is told as of that day: what became of customers since then is not known.{' '}
      <Link to="/import">Import newer files</Link>, and it follows.
    </Notice>
  );
}

/** The calculator reads no customers. */
const isScoped = (to: string) => to !== '/forecast/arithmetic';

/** Risks say themselves of which day they are. */
const isToldThen = (to: string) => isScoped(to) && !to.startsWith('/forecast/risk');
