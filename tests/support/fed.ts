// A company whose files keep coming: else forecasts are told as of the last day of which there are facts.
import type { Api } from './api.ts';
import { TODAY } from './server.ts';

const KEY = 'fed-today';

/** Adds a fact of today, once. */
export async function feedToday(api: Api): Promise<void> {
  if ((await api.get(`/accounts/${KEY}`)).status === 200) return;
  await api.must('POST', '/accounts', { key: KEY, name: 'Fed today', start: TODAY });
  await api.must('POST', '/subscriptions', {
    account: KEY,
    amount_cents: 100,
    currency: 'USD',
    interval_months: 1,
    start: TODAY,
  });
}
