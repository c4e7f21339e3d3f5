import { TimeText } from '@/components/DayText';
import { Missing } from '@/components/numbers';
import type { Column } from '@/components/table/DataTable';
import classes from '../Event.module.css';
import { faultLabel } from '../faults';
import type { AsideEvent } from './useAside';

const Text = ({ text, missing }: { text: string | null; missing: string }) =>
  text ? (
    <span className={classes.clip} title={text}>
      {text}
    </span>
  ) : (
    <Missing reason={missing} />
  );

export const asideColumns: Column<AsideEvent>[] = [
  {
    id: 'event',
    header: 'Event',
    width: 190,
    cell: ({ name, type }) => <span className={classes.name}>{name ?? `${type} call`}</span>,
  },
  {
    id: 'reason',
    header: 'Why',
    width: 320,
    cell: ({ reason, message }) => (
      <span className={classes.clip} title={message ?? undefined}>
        {faultLabel(reason)}
        {message && `: ${message}`}
      </span>
    ),
  },
  { id: 'user', header: 'User', width: 150, cell: ({ user }) => <Text text={user} missing="no user" /> },
  {
    id: 'account',
    header: 'Account',
    width: 120,
    cell: ({ account }) => <Text text={account} missing="no account" />,
  },
  {
    id: 'source',
    header: 'Source',
    width: 120,
    cell: ({ source }) => <Text text={source} missing="it was deleted" />,
  },
  { id: 'received', header: 'Arrived', width: 110, cell: ({ received }) => <TimeText time={received} /> },
];

export const compactAside = ({ name, type, reason, user, received }: AsideEvent) => (
  <div className={classes.compact}>
    <span className={classes.name}>{name ?? `${type} call`}</span>
    <TimeText time={received} />
    <small>
      {faultLabel(reason)}
      {user && `, ${user}`}
    </small>
  </div>
);
