import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Missing } from '@/components/numbers';
import { formatTime } from '@/lib/day';
import { sayWord } from '@/lib/words';
import classes from './Event.module.css';
import { sourcePath } from './useSources';

interface EventFactsProps {
  event: {
    type: string;
    name: string | null;
    user: string | null;
    account: string | null;
    source: string | null;
    received: string;
  };
  /** Is its account one that exists? Then it is led to. */
  isCounted: boolean;
  children?: ReactNode;
}

/** What was read from an event, beside its JSON. */
export function EventFacts({ event, isCounted, children }: EventFactsProps) {
  const { type, name, user, account, source, received } = event;
  return (
    <dl className={classes.facts}>
      <dt>Call</dt>
      <dd>{sayWord(type)}</dd>
      <dt>Event</dt>
      <dd>{name ?? <Missing reason="no name" />}</dd>
      <dt>User</dt>
      <dd>{user ?? <Missing reason="no user" />}</dd>
      <dt>Account</dt>
      <dd>
        {account && isCounted ? (
          <Link to={`/accounts/${encodeURIComponent(account)}?tab=usage`}>{account}</Link>
        ) : (
          (account ?? <Missing reason="no account" />)
        )}
      </dd>
      <dt>Source</dt>
      <dd>{source ? <Link to={sourcePath(source)}>{source}</Link> : <Missing reason="it was deleted" />}</dd>
      <dt>Received</dt>
      <dd>{formatTime(received)}</dd>
      {children}
    </dl>
  );
}
