import { DayText } from '@/components/DayText';
import { Count, Missing } from '@/components/numbers';
import type { FactKind } from '@/facts/factKind';
import tableClasses from '@/facts/list/FactTable.module.css';
import { seenBy, useFacts } from '@/facts/list/useFacts';
import type { Schema } from '@/lib/api';
import { type Day, formatDay } from '@/lib/day';
import { formatMany } from '@/lib/format';

type Subscription = Schema<'Subscription'>;

const titleOf = ({ product, plan, key }: Subscription) => product ?? plan ?? key;

/** What the account pays for: contracts, the latest first. */
export const subscriptionKind: FactKind<Subscription> = {
  schema: 'Subscription',
  path: '/api/v1/subscriptions',
  happened: 'start',
  sort: '-start',
  title: 'Subscriptions',
  one: 'subscription',
  nameOf: (subscription) => `${titleOf(subscription)} from ${formatDay(subscription.start)}`,
  columns: [
    {
      header: 'Product',
      cell: (subscription) => (
        <>
          {titleOf(subscription)}
          {subscription.product && subscription.plan && <small>{subscription.plan}</small>}
        </>
      ),
    },
    {
      header: 'State',
      cell: (subscription, { day, today }) => <State subscription={subscription} day={day ?? today} />,
    },
    { header: 'Seats', isNumeric: true, cell: ({ seats }) => <Count value={seats} /> },
    {
      header: 'Price',
      isNumeric: true,
      cell: ({ amount_cents, currency, interval_months }, { money }) => (
        <>
          {money(amount_cents, currency)}
          <small>{every(interval_months)}</small>
        </>
      ),
    },
    {
      header: 'A year',
      isNumeric: true,
      cell: ({ amount_cents, currency, interval_months }, { money }) =>
        money((12 * amount_cents) / interval_months, currency),
    },
    { header: 'Start', cell: ({ start }) => <DayText day={start} /> },
    { header: 'End', cell: ({ ended }) => (ended ? <DayText day={ended} /> : 'open') },
    { header: 'Renewal', cell: (subscription) => <Terms subscription={subscription} /> },
  ],
  form: [
    {
      title: 'What',
      fields: [
        { name: 'product', help: '' },
        { name: 'plan', help: '' },
        { name: 'seats', help: '' },
      ],
    },
    {
      title: 'Price',
      fields: [
        { name: 'amount_cents', help: 'For each interval, all seats together' },
        { name: 'interval_months', label: 'Interval', help: '1 is monthly, 12 yearly' },
        { name: 'currency', help: 'Left out: the organisation’s' },
      ],
    },
    {
      title: 'Time',
      fields: [
        { name: 'start', help: 'The first day' },
        { name: 'ended', label: 'End', help: 'The first day without it' },
        { name: 'term_months', label: 'Term', help: 'Left out: renews at each interval' },
        { name: 'notice_days', label: 'Notice', help: 'Before the end of the term' },
        { name: 'auto_renewal', label: 'Renews by itself', help: '' },
      ],
    },
    { title: 'More', fields: ['key', { name: 'known', label: 'Known since' }] },
  ],
  start: ({ today }) => ({ start: today, interval_months: 12, term_months: 12 }),
  empty: {
    title: 'No subscriptions are known',
    text: 'Without them there is no ARR and no renewal day. Add the contract here, or import a file of subscriptions.',
  },
};

export const useSubscriptions = (account: string, day: Day | undefined) =>
  useFacts(subscriptionKind, { account, day });

/** Live on a day: begun, and not ended; `ended` is the first day without it. */
export const isLive = ({ start, ended }: Subscription, day: Day) => start <= day && (!ended || ended > day);

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
    notice_days && `${formatMany(notice_days, 'day')} notice`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : <Missing />;
}
