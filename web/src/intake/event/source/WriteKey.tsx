import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { useCan } from '@/access/session';
import { Confirm } from '@/components/Confirm';
import { Notice } from '@/components/Notice';
import { Panel } from '@/components/Panel';
import { $api } from '@/lib/api';
import { formatTime } from '@/lib/day';
import { useClock } from '@/lib/organisation';
import { refresh } from '@/lib/queries';
import type { Source } from '../useSources';
import { CopyText } from './CopyText';
import classes from './Source.module.css';

/** The key, to be copied, replaced or ended. */
export function WriteKey({ source }: { source: Source }) {
  const { write_key, old_write_key, old_until } = source;
  const mayChange = useCan('manager');
  const clock = useClock();
  const [isRotating, rotating] = useDisclosure(false);
  const [isAsked, confirm] = useDisclosure(false);
  const revoke = $api.useMutation('delete', '/api/v1/sources/{key}', {
    onSuccess() {
      confirm.close();
      void refresh('/api/v1/sources');
    },
  });
  const isOldTaken = old_write_key && old_until && Date.parse(old_until) > clock().getTime();

  return (
    <Panel
      title="Write key"
      hint="It allows sending events as this source, and nothing else."
      actions={
        mayChange && (
          <>
            <Button size="compact-xs" variant="default" onClick={rotating.open}>
              New key
            </Button>
            <Button size="compact-xs" variant="default" onClick={confirm.open}>
              Revoke
            </Button>
          </>
        )
      }
    >
      {write_key ? (
        <div className={classes.key}>
          <code>{write_key}</code>
          <CopyText text={write_key} what="the write key" />
        </div>
      ) : (
        <p className={classes.note}>Keys are shown to managers.</p>
      )}
      {isOldTaken && (
        <Notice title={`The key before is taken until ${formatTime(old_until)}`}>
          <code>{old_write_key}</code>
        </Notice>
      )}
      <Modal opened={isRotating} onClose={rotating.close} title="A new write key" size="sm">
        <Rotate source={source} onDone={rotating.close} />
      </Modal>
      <Confirm
        isOpen={isAsked}
        title={`Revoke “${source.name}”?`}
        text="Whatever still sends with its key is refused at once, and that cannot be taken back. What it sent before stays."
        verb="Revoke"
        isPending={revoke.isPending}
        error={revoke.error}
        onConfirm={() => revoke.mutate({ params: { path: { key: source.key } } })}
        onClose={confirm.close}
      />
    </Panel>
  );
}

const graces = [
  { value: '0', label: 'End at once' },
  { value: '1', label: 'Be taken for an hour' },
  { value: '24', label: 'Be taken for a day' },
  { value: '168', label: 'Be taken for a week' },
];

function Rotate({ source: { key }, onDone }: { source: Source; onDone: () => void }) {
  const [grace, setGrace] = useState('24');
  const rotate = $api.useMutation('post', '/api/v1/sources/{key}/rotate', {
    onSuccess() {
      onDone();
      void refresh('/api/v1/sources');
    },
  });
  return (
    <Stack>
      <Text size="sm">
        A new key is made. Give the old one the time that it takes to roll the new one out: no event is lost
        while both are taken.
      </Text>
      {rotate.error && <Notice tone="bad">{rotate.error.message}</Notice>}
      <Select
        label="The old key shall"
        data={graces}
        value={grace}
        onChange={(next) => setGrace(next ?? '0')}
        allowDeselect={false}
      />
      <Group justify="flex-end">
        <Button variant="default" onClick={onDone}>
          Keep
        </Button>
        <Button
          loading={rotate.isPending}
          onClick={() => rotate.mutate({ params: { path: { key } }, body: { grace_hours: Number(grace) } })}
        >
          Make a new key
        </Button>
      </Group>
    </Stack>
  );
}
