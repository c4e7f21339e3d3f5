import { Drawer } from '@mantine/core';
import { Link } from 'react-router';
import { DayText } from '@/components/DayText';
import { Notice } from '@/components/Notice';
import classes from '../Event.module.css';
import { EventFacts } from '../EventFacts';
import { EventJson } from '../EventJson';
import { faultLabel, faultRemedy } from '../faults';
import type { LiveEvent } from './joinLive';
import { Outcome } from './Outcome';

/** One event that arrived, whole. */
export function LiveDrawer({ event, onClose }: { event: LiveEvent | undefined; onClose: () => void }) {
  return (
    <Drawer
      opened={event !== undefined}
      onClose={onClose}
      position="right"
      size="40rem"
      title={event?.name ?? event?.type ?? ''}
      padding="lg"
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': 'Close the event' }}
    >
      {event && (
        <div className={classes.body}>
          <Outcome outcome={event.outcome} />
          {event.reason && (
            <Notice tone="warning" title={faultLabel(event.reason)}>
              {faultRemedy(event.reason)}{' '}
              <Link to={`/events/set-aside?reason=${event.reason}`}>See all of this reason</Link>
            </Notice>
          )}
          <EventFacts event={event} isCounted={event.outcome === 'counted'}>
            <dt>Counts on</dt>
            <dd>
              <DayText day={event.day} />
            </dd>
          </EventFacts>
          <EventJson text={event.json} />
        </div>
      )}
    </Drawer>
  );
}
