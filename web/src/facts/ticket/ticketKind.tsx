import { TimeText } from '@/components/DayText';
import { Missing } from '@/components/numbers';
import type { FactKind } from '@/facts/factKind';
import tableClasses from '@/facts/list/FactTable.module.css';
import { seenBy } from '@/facts/list/useFacts';
import type { Schema } from '@/lib/api';
import { type Day, formatDuration } from '@/lib/day';
import { sayWord } from '@/lib/words';

type Ticket = Schema<'Ticket'>;

/** Support cases: how soon they were heard and solved, and how content the customer was. */
export const ticketKind: FactKind<Ticket> = {
  schema: 'Ticket',
  path: '/api/v1/tickets',
  happened: 'opened',
  sort: '-opened',
  title: 'Tickets',
  one: 'ticket',
  nameOf: ({ subject, key }) => subject || `ticket ${key}`,
  columns: [
    {
      header: 'Subject',
      cell: ({ subject, key, vehicle, escalated }, { day }) => (
        <>
          {subject || key}
          <small>
            {[vehicle && sayWord(vehicle), seenBy(day, escalated) && 'escalated'].filter(Boolean).join(' · ')}
          </small>
        </>
      ),
    },
    { header: 'Priority', cell: ({ priority }) => <Priority priority={priority} /> },
    { header: 'Opened', cell: ({ opened }) => <TimeText time={opened} /> },
    {
      header: 'First answer',
      isNumeric: true,
      cell: ({ opened, first_response }, { day }) => <Took from={opened} to={seenBy(day, first_response)} />,
    },
    { header: 'Solved', isNumeric: true, cell: (ticket, { day }) => <Solved ticket={ticket} day={day} /> },
    {
      header: 'Satisfaction',
      isNumeric: true,
      cell: ({ satisfaction, solved, closed }, { day }) =>
        satisfaction !== null && (seenBy(day, solved) || seenBy(day, closed) || !day) ? (
          `${satisfaction} of 5`
        ) : (
          <Missing reason="not rated" />
        ),
    },
  ],
  form: [
    {
      fields: [
        { name: 'subject', help: '', isWide: true },
        { name: 'priority', help: '' },
        { name: 'vehicle', label: 'By', help: '', choices: { email: 'E-mail' } },
        { name: 'contact', label: 'Asked by', help: '', isWide: true },
      ],
    },
    {
      title: 'Course',
      fields: [
        { name: 'opened', help: '' },
        { name: 'first_response', label: 'First answer', help: '' },
        { name: 'understood', help: '' },
        { name: 'escalated', help: '' },
        { name: 'solved', help: '' },
        { name: 'closed', help: '' },
        { name: 'reopened_count', label: 'Reopened', help: 'How often it came back' },
        { name: 'satisfaction', help: 'The customer’s rating, 1 to 5' },
      ],
    },
    { title: 'More', fields: ['key', { name: 'known', label: 'Known since' }] },
  ],
  start: ({ now }) => ({ opened: now, priority: 'normal' }),
  empty: {
    title: 'No tickets are known',
    text: 'Import your help desk’s export, or add a case by hand: answer times and satisfaction are part of health.',
  },
};

function Priority({ priority }: { priority: string | null }) {
  if (!priority) return <Missing />;
  const tone = priority === 'urgent' ? tableClasses.bad : priority === 'high' ? tableClasses.soon : undefined;
  return <span className={tone}>{sayWord(priority)}</span>;
}

function Took({ from, to }: { from: string; to: string | null }) {
  return to ? `after ${formatDuration(from, to)}` : <Missing reason="not yet" />;
}

function Solved({ ticket, day }: { ticket: Ticket; day: Day | undefined }) {
  const end = seenBy(day, ticket.solved) ?? seenBy(day, ticket.closed);
  return end ? (
    `after ${formatDuration(ticket.opened, end)}`
  ) : (
    <span className={tableClasses.soon}>open</span>
  );
}
