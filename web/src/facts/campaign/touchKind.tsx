import { TimeText } from '@/components/DayText';
import type { FactKind } from '@/facts/factKind';
import tableClasses from '@/facts/list/FactTable.module.css';
import { seenBy } from '@/facts/list/useFacts';
import type { Schema } from '@/lib/api';
import type { Day } from '@/lib/day';

type Touch = Schema<'CampaignTouch'>;

/** What campaigns sent to the customer's people, and what they did with it. */
export const touchKind: FactKind<Touch> = {
  schema: 'CampaignTouch',
  path: '/api/v1/touches',
  happened: 'sent',
  sort: '-sent',
  title: 'Campaigns',
  hint: 'What was sent to the customer’s people. Whether links are followed is the click rate.',
  one: 'campaign touch',
  nameOf: ({ campaign, key }) => `${campaign} ${key}`,
  columns: [
    {
      header: 'Campaign',
      cell: ({ campaign, contact }) => (
        <>
          {campaign}
          {contact && <small>to {contact}</small>}
        </>
      ),
    },
    { header: 'Sent', cell: ({ sent }) => <TimeText time={sent} /> },
    { header: 'What came of it', cell: (touch, { day }) => <Outcome touch={touch} day={day} /> },
  ],
  form: [
    {
      fields: [
        { name: 'campaign', help: '', isWide: true },
        { name: 'contact', label: 'To', help: '', isWide: true },
        { name: 'sent', help: '' },
        { name: 'opened', help: '' },
        { name: 'clicked', label: 'Link followed', help: '' },
        { name: 'unsubscribed', help: '' },
      ],
    },
    { title: 'More', fields: ['key', { name: 'known', label: 'Known since' }] },
  ],
  start: ({ now }) => ({ sent: now }),
  empty: {
    title: 'No campaigns are known',
    text: 'Import what your mailing tool sent, with opens and clicks: silence is a signal, too.',
  },
};

function Outcome({ touch, day }: { touch: Touch; day: Day | undefined }) {
  if (seenBy(day, touch.unsubscribed)) return <span className={tableClasses.bad}>unsubscribed</span>;
  if (seenBy(day, touch.clicked)) return <span className={tableClasses.good}>link followed</span>;
  return <span className={tableClasses.note}>{seenBy(day, touch.opened) ? 'opened' : 'not opened'}</span>;
}
