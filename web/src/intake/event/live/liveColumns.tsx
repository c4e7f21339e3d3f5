import { Link } from 'react-router';
import { Missing } from '@/components/numbers';
import type { Column } from '@/components/table/DataTable';
import classes from '../Event.module.css';
import { faultLabel } from '../faults';
import type { LiveEvent } from './joinLive';
import { Outcome } from './Outcome';

const timeFormat = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const TimeOfDay = ({ time }: { time: string }) => (
  <time dateTime={time} className="numeric">
    {timeFormat.format(new Date(time))}
  </time>
);

const Text = ({ text, missing }: { text: string | null; missing: string }) =>
  text ? (
    <span className={classes.clip} title={text}>
      {text}
    </span>
  ) : (
    <Missing reason={missing} />
  );

/** What a call is called: a track call by its event. */
const nameOf = ({ name, type }: LiveEvent) => name ?? type;

export const liveColumns: Column<LiveEvent>[] = [
  {
    id: 'event',
    header: 'Event',
    width: 220,
    cell: (event) => (
      <span className={classes.name} title={nameOf(event)}>
        {nameOf(event)}
      </span>
    ),
  },
  { id: 'time', header: 'Arrived', width: 90, cell: ({ received }) => <TimeOfDay time={received} /> },
  { id: 'type', header: 'Call', width: 80, cell: ({ type }) => type },
  {
    id: 'user',
    header: 'User',
    width: 170,
    cell: ({ user }) => <Text text={user} missing="no user" />,
  },
  {
    id: 'account',
    header: 'Account',
    width: 130,
    cell: ({ account, outcome }) =>
      account && outcome === 'counted' ? (
        <Link to={`/accounts/${encodeURIComponent(account)}?tab=usage`} className={classes.clip}>
          {account}
        </Link>
      ) : (
        <Text text={account} missing="no account" />
      ),
  },
  {
    id: 'source',
    header: 'Source',
    width: 130,
    cell: ({ source }) => <Text text={source} missing="it was deleted" />,
  },
  {
    id: 'outcome',
    header: 'What became of it',
    width: 190,
    cell: ({ outcome, reason }) => (
      <span className={classes.clip} title={reason ? faultLabel(reason) : undefined}>
        <Outcome outcome={outcome} />
        {reason && `: ${faultLabel(reason).toLowerCase()}`}
      </span>
    ),
  },
];

export const compactLive = (event: LiveEvent) => (
  <div className={classes.compact}>
    <span className={classes.name}>{nameOf(event)}</span>
    <TimeOfDay time={event.received} />
    <small>{[event.user, event.account].filter(Boolean).join(', ') || event.type}</small>
    <Outcome outcome={event.outcome} />
  </div>
);
