import { Button, Drawer } from '@mantine/core';
import { useState } from 'react';
import { useCan } from '@/access/session';
import { Notice } from '@/components/Notice';
import { $api } from '@/lib/api';
import { formatTime } from '@/lib/day';
import { refresh } from '@/lib/queries';
import classes from '../Event.module.css';
import { EventFacts } from '../EventFacts';
import { EventJson } from '../EventJson';
import { faultLabel, faultRemedy } from '../faults';
import { RuleForm } from './RuleForm';
import type { Rule } from './rulePaths';
import type { AsideEvent } from './useAside';

interface AsideDrawerProps {
  item: AsideEvent | undefined;
  onClose: () => void;
  /** Sends this one again. */
  onAgain: (id: number) => void;
  /** A rule was made from it. */
  onRule: (rule: Rule, isAgain: boolean) => void;
}

/** One event that was set aside: why, what it is, and what can be done. */
export function AsideDrawer({ item, onClose, ...actions }: AsideDrawerProps) {
  return (
    <Drawer
      opened={item !== undefined}
      onClose={onClose}
      position="right"
      size="40rem"
      title={item ? (item.name ?? `${item.type} call`) : ''}
      padding="lg"
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': 'Close the event' }}
    >
      {item && <Body key={item.id} item={item} onClose={onClose} {...actions} />}
    </Drawer>
  );
}

function Body({ item, onClose, onAgain, onRule }: AsideDrawerProps & { item: AsideEvent }) {
  const mayChange = useCan('manager');
  const [isRuling, setRuling] = useState(false);
  const { id, reason, message, at, event } = item;
  const remove = $api.useMutation('delete', '/api/v1/set-aside/{id}', {
    onSuccess() {
      void refresh('/api/v1/set-aside');
      onClose();
    },
  });
  return (
    <div className={classes.body}>
      <Notice tone="warning" title={faultLabel(reason)}>
        {message && (
          <p className={classes.note}>
            <b>{message}</b>
          </p>
        )}
        {faultRemedy(reason)}
      </Notice>
      {remove.error && <Notice tone="bad">{remove.error.message}</Notice>}
      {mayChange && !isRuling && (
        <div className={classes.bar}>
          <Button size="xs" onClick={() => setRuling(true)}>
            Make a rule from it
          </Button>
          <Button size="xs" variant="default" onClick={() => onAgain(id)}>
            Send again
          </Button>
          <Button
            size="xs"
            variant="default"
            loading={remove.isPending}
            onClick={() => remove.mutate({ params: { path: { id } } })}
          >
            Delete
          </Button>
        </div>
      )}
      {isRuling && <RuleForm item={item} onMade={onRule} onCancel={() => setRuling(false)} />}
      <EventFacts event={item} isCounted={false}>
        {at && (
          <>
            <dt>Happened</dt>
            <dd>{formatTime(at)}</dd>
          </>
        )}
      </EventFacts>
      <EventJson text={event} />
    </div>
  );
}
