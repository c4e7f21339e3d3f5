import { Button, Modal, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useCan } from '@/access/session';
import { DayText } from '@/components/DayText';
import { Notice } from '@/components/Notice';
import { Panel } from '@/components/Panel';
import { $api } from '@/lib/api';
import { refresh } from '@/lib/queries';
import { refusals } from '../refusals';
import type { Source } from '../useSources';
import classes from './Source.module.css';
import { readSource, SourceFields } from './SourceFields';

/** What is done with its events; changed in a dialog. */
export function SourceSettings({ source }: { source: Source }) {
  const mayChange = useCan('manager');
  const [isChanging, changing] = useDisclosure(false);
  const { kind, unknown_accounts, origins, created, created_by, revoked } = source;
  return (
    <Panel
      title="Settings"
      actions={
        mayChange &&
        !revoked && (
          <Button size="compact-xs" variant="default" onClick={changing.open}>
            Change
          </Button>
        )
      }
    >
      <dl className={classes.settings}>
        <dt>Who sends</dt>
        <dd>{kind === 'browser' ? 'Browsers' : 'Servers'}</dd>
        <dt>Events of an account that is not known</dt>
        <dd>
          {unknown_accounts === 'create'
            ? 'The account is made from what they say of it'
            : 'Are set aside until the account is there'}
        </dd>
        {kind === 'browser' && (
          <>
            <dt>Pages that may send</dt>
            <dd>{origins.length > 0 ? origins.join(', ') : 'Any page that has the key'}</dd>
          </>
        )}
        <dt>Added</dt>
        <dd>
          <DayText day={created.slice(0, 10)} /> by {created_by}
        </dd>
      </dl>
      <Modal opened={isChanging} onClose={changing.close} title="Change the source" size="md">
        <ChangeSource source={source} onDone={changing.close} />
      </Modal>
    </Panel>
  );
}

function ChangeSource({ source, onDone }: { source: Source; onDone: () => void }) {
  const change = $api.useMutation('patch', '/api/v1/sources/{key}', {
    onSuccess() {
      onDone();
      void refresh('/api/v1/sources');
    },
  });
  const { errorOf, rest } = refusals(change.error, ['name', 'unknown_accounts', 'origins']);
  const isBrowser = source.kind === 'browser';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const { origins, ...values } = readSource(new FormData(event.currentTarget));
        change.mutate({
          params: { path: { key: source.key } },
          body: isBrowser ? { ...values, origins } : values,
        });
      }}
    >
      <Stack>
        {rest && <Notice tone="bad">{rest}</Notice>}
        <SourceFields source={source} isBrowser={isBrowser} errorOf={errorOf} />
        <Button type="submit" loading={change.isPending}>
          Save
        </Button>
      </Stack>
    </form>
  );
}
