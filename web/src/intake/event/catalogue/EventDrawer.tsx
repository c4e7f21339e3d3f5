import { Button, Checkbox, Drawer, TextInput } from '@mantine/core';
import { Link } from 'react-router';
import { useCan } from '@/access/session';
import { DayText } from '@/components/DayText';
import { Notice } from '@/components/Notice';
import { Count } from '@/components/numbers';
import classes from '../Event.module.css';
import { refusals } from '../refusals';
import { type CatalogueEvent, useChangeEvent } from './useCatalogue';

/** One event of the catalogue: its figures, what to call it, and its flags. */
export function EventDrawer({ event, onClose }: { event: CatalogueEvent | undefined; onClose: () => void }) {
  return (
    <Drawer
      opened={event !== undefined}
      onClose={onClose}
      position="right"
      size="32rem"
      title={event?.label || event?.key}
      padding="lg"
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': 'Close the event' }}
    >
      {event && <Body key={event.key} event={event} onClose={onClose} />}
    </Drawer>
  );
}

function Body({ event, onClose }: { event: CatalogueEvent; onClose: () => void }) {
  const { key, volume, accounts, first_day, last_day, label, is_tracked, is_advanced } = event;
  const stored = JSON.stringify([label, is_tracked, is_advanced]);
  const mayChange = useCan('manager');
  return (
    <div className={classes.body}>
      <dl className={classes.facts}>
        <dt>Name it comes by</dt>
        <dd>{key}</dd>
        <dt>Volume</dt>
        <dd>
          <Count value={volume} />
        </dd>
        <dt>Accounts</dt>
        <dd>
          <Count value={accounts} />
        </dd>
        <dt>First seen</dt>
        <dd>
          <DayText day={first_day} />
        </dd>
        <dt>Last seen</dt>
        <dd>
          <DayText day={last_day} />
        </dd>
      </dl>
      <p className={classes.note}>
        <Link to={`/events/live?q=${encodeURIComponent(key)}`}>Watch it arrive</Link>
      </p>
      {/* A flag just switched in the list may still be on its way: the form begins with what is stored. */}
      {mayChange && <ChangeEvent key={stored} event={event} onDone={onClose} />}
    </div>
  );
}

function ChangeEvent({ event, onDone }: { event: CatalogueEvent; onDone: () => void }) {
  const change = useChangeEvent(onDone);
  const { errorOf, rest } = refusals(change.error, ['label']);
  return (
    <form
      className={classes.form}
      onSubmit={(submitted) => {
        submitted.preventDefault();
        const form = new FormData(submitted.currentTarget);
        change.mutate({
          params: { path: { key: event.key } },
          body: {
            label: String(form.get('label')).trim() || null,
            is_tracked: form.has('is_tracked'),
            is_advanced: form.has('is_advanced'),
          },
        });
      }}
    >
      {rest && <Notice tone="bad">{rest}</Notice>}
      <TextInput
        name="label"
        label="Called on screens"
        placeholder={event.key}
        defaultValue={event.label ?? ''}
        error={errorOf('label')}
      />
      <Checkbox
        name="is_tracked"
        label="Tracked: it is a feature, and counts when breadth of use is measured"
        defaultChecked={event.is_tracked}
      />
      <Checkbox
        name="is_advanced"
        label="Advanced: it counts when depth of use is measured"
        defaultChecked={event.is_advanced}
      />
      <div className={classes.buttons}>
        <Button type="submit" loading={change.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
