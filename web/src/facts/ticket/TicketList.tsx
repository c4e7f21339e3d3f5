import { TimeText } from '@/components/DayText';
import { Missing } from '@/components/numbers';
import { EmptyState } from '@/components/states';
import { FactTable } from '@/facts/list/FactTable';
import tableClasses from '@/facts/list/FactTable.module.css';
import { seenBy, useFacts } from '@/facts/list/useFacts';
import { api, type Schema } from '@/lib/api';
import { type Day, formatDuration } from '@/lib/day';
import { sayWord } from '@/lib/words';

type Ticket = Schema<'Ticket'>;

/** Support cases: how soon they were heard and solved, and how content the customer was. */
export function TicketList({ account, day }: { account: string; day: Day | undefined }) {
  const list = useFacts<Ticket>(
    '/api/v1/tickets',
    (query) => api.GET('/api/v1/tickets', { params: { query } }),
    { account, day, happened: 'opened', sort: '-opened' },
  );
  return (
    <FactTable
      label="Tickets"
      list={list}
      columns={[
        {
          header: 'Subject',
          cell: ({ subject, key, vehicle, escalated }) => (
            <>
              {subject || key}
              <small>
                {[vehicle && sayWord(vehicle), seenBy(day, escalated) && 'escalated']
                  .filter(Boolean)
                  .join(' · ')}
              </small>
            </>
          ),
        },
        { header: 'Priority', cell: ({ priority }) => <Priority priority={priority} /> },
        { header: 'Opened', cell: ({ opened }) => <TimeText time={opened} /> },
        {
          header: 'First answer',
          isNumeric: true,
          cell: ({ opened, first_response }) => <Took from={opened} to={seenBy(day, first_response)} />,
        },
        { header: 'Solved', isNumeric: true, cell: (ticket) => <Solved ticket={ticket} day={day} /> },
        {
          header: 'Satisfaction',
          isNumeric: true,
          cell: ({ satisfaction, solved, closed }) =>
            satisfaction !== null && (seenBy(day, solved) || seenBy(day, closed) || !day) ? (
              `${satisfaction} of 5`
            ) : (
              <Missing reason="not rated" />
            ),
        },
      ]}
      empty={
        <EmptyState title="No tickets are known">
          Import your help desk’s export: answer times and satisfaction are part of health.
        </EmptyState>
      }
    />
  );
}

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
