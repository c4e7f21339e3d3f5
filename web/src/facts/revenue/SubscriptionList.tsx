import { DayText } from '@/components/DayText';
import { Count, Missing } from '@/components/numbers';
import { EmptyState } from '@/components/states';
import { FactTable } from '@/facts/list/FactTable';
import tableClasses from '@/facts/list/FactTable.module.css';
import { seenBy, useFacts } from '@/facts/list/useFacts';
import { api, type Schema } from '@/lib/api';
import { type Day, formatDay } from '@/lib/day';
import { useOrganisation } from '@/lib/organisation';
import { useOwnMoney } from './money';

export type Subscription = Schema<'Subscription'>;

export const useSubscriptions = (account: string, day: Day | undefined) =>
  useFacts<Subscription>(
    '/api/v1/subscriptions',
    (query) => api.GET('/api/v1/subscriptions', { params: { query } }),
    { account, day, happened: 'start', sort: '-start' },
  );

/** Live on a day: begun, and not ended; `ended` is the first day without it. */
export const isLive = ({ start, ended }: Subscription, day: Day) => start <= day && (!ended || ended > day);

/** What the account pays for: contracts, the latest first. */
export function SubscriptionList({ account, day }: { account: string; day: Day | undefined }) {
  const { today } = useOrganisation();
  const list = useSubscriptions(account, day);
  const money = useOwnMoney();
  return (
    <FactTable
      label="Subscriptions"
      list={list}
      columns={[
        {
          header: 'Product',
          cell: ({ product, plan, key }) => (
            <>
              {product ?? plan ?? key}
              {product && plan && <small>{plan}</small>}
            </>
          ),
        },
        { header: 'State', cell: (subscription) => <State subscription={subscription} day={day ?? today} /> },
        { header: 'Seats', isNumeric: true, cell: ({ seats }) => <Count value={seats} /> },
        {
          header: 'Price',
          isNumeric: true,
          cell: ({ amount_cents, currency, interval_months }) => (
            <>
              {money(amount_cents, currency)}
              <small>{every(interval_months)}</small>
            </>
          ),
        },
        {
          header: 'A year',
          isNumeric: true,
          cell: ({ amount_cents, currency, interval_months }) =>
            money((12 * amount_cents) / interval_months, currency),
        },
        { header: 'Start', cell: ({ start }) => <DayText day={start} /> },
        { header: 'End', cell: ({ ended }) => (ended ? <DayText day={ended} /> : 'open') },
        { header: 'Renewal', cell: (subscription) => <Terms subscription={subscription} /> },
      ]}
      empty={
        <EmptyState title="No subscriptions are known">
          Without them there is no ARR and no renewal day. Import a file of subscriptions, or create one
          through the API.
        </EmptyState>
      }
    />
  );
}

const every = (months: number) =>
  months === 1 ? 'a month' : months === 12 ? 'a year' : `every ${months} months`;

function State({ subscription, day }: { subscription: Subscription; day: Day }) {
  if (subscription.start > day) return <span className={tableClasses.note}>starts later</span>;
  if (isLive(subscription, day)) return <span className={tableClasses.good}>● live</span>;
  const ended = seenBy(day, subscription.ended);
  return <span className={tableClasses.note}>○ ended{ended && ` ${formatDay(ended)}`}</span>;
}

function Terms({ subscription: { term_months, auto_renewal, notice_days } }: { subscription: Subscription }) {
  const parts = [
    term_months && `${term_months}-month term`,
    auto_renewal !== null && (auto_renewal ? 'renews by itself' : 'does not renew by itself'),
    notice_days && `${notice_days} days notice`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : <Missing />;
}
