import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { useCan } from '@/access/session';
import { Confirm } from '@/components/Confirm';
import { Notice } from '@/components/Notice';
import { ErrorState, Loading } from '@/components/states';
import { DataTable } from '@/components/table/DataTable';
import { $api, type Schema } from '@/lib/api';
import { formatCount } from '@/lib/format';
import { refresh } from '@/lib/queries';
import classes from '../Event.module.css';
import { faultLabel } from '../faults';
import { Nothing } from '../Nothing';
import { SourceSelect } from '../SourceSelect';
import { TextFilter } from '../TextFilter';
import { useFilters } from '../useFilters';
import { AgainNotice } from './AgainNotice';
import { AsideDrawer } from './AsideDrawer';
import { againWhich } from './againWhich';
import { asideColumns, compactAside } from './asideColumns';
import { type AsideEvent, type AsideFilter, useAside } from './useAside';

const names = ['reason', 'source', 'name', 'user', 'account', 'job'] as const;
const noFilters = { reason: null, source: null, name: null, user: null, account: null };

const nothing = {
  filtered: {
    title: 'Nothing of that was set aside',
    text: 'Event names, users and keys are compared whole, letter by letter.',
  },
  empty: {
    title: 'Nothing is set aside',
    text: 'Events that cannot be counted – without an account, with a time that is none – wait here with the reason, while the others of their batch count.',
    to: '/events/live',
    step: 'Watch events arrive',
  },
};

/** Events that could not be counted: why, and how to make them count after all. */
export function AsidePage() {
  const { filters, change } = useFilters(names);
  const { job, ...filter } = filters;
  const chosen = filter as AsideFilter;
  const list = useAside(chosen);
  const [open, setOpen] = useState<AsideEvent>();
  const again = $api.useMutation('post', '/api/v1/set-aside/resend', {
    onSuccess({ id }) {
      setOpen(undefined);
      change({ job: String(id) });
    },
  });
  const isFiltered = Object.keys(filter).length > 0;

  return (
    <section className={classes.list} aria-label="Set aside">
      {list.first && (
        <Reasons page={list.first} chosen={chosen.reason} onChoose={(reason) => change({ reason })} />
      )}
      <div className={classes.bar}>
        <SourceSelect value={filters.source ?? null} onChange={(source) => change({ source })} />
        <TextFilter label="Event name" value={filters.name ?? ''} onChange={(name) => change({ name })} />
        <TextFilter label="User" value={filters.user ?? ''} onChange={(user) => change({ user })} />
        <TextFilter
          label="Account key"
          value={filters.account ?? ''}
          onChange={(account) => change({ account })}
        />
        {list.items.length > 0 && <Downloads filter={chosen} />}
        <Actions
          filter={chosen}
          isFiltered={isFiltered}
          isEmpty={list.items.length === 0}
          isSending={again.isPending}
          onAgain={() => again.mutate({ body: chosen })}
        />
      </div>
      {again.error && <Notice tone="bad">{again.error.message}</Notice>}
      {job && <AgainNotice job={Number(job)} />}
      {list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Loading label="Loading what was set aside" />}
      {list.first && !list.error && (
        <DataTable
          label="Events set aside"
          storageKey="set-aside"
          columns={asideColumns}
          count={list.items.length}
          rowAt={(index) => list.items[index]}
          onRange={list.onRange}
          onOpen={setOpen}
          compact={compactAside}
          isStale={list.isPlaceholderData}
          empty={<Nothing {...nothing} isFiltered={isFiltered} onClear={() => change(noFilters)} />}
        />
      )}
      <AsideDrawer
        item={open}
        onClose={() => setOpen(undefined)}
        onAgain={(id) => again.mutate({ body: { ids: [id] } })}
        onRule={(rule, isAgain) => {
          setOpen(undefined);
          if (isAgain) again.mutate({ body: againWhich(rule) });
        }}
      />
    </section>
  );
}

interface ReasonsProps {
  page: Schema<'AsidePage'>;
  chosen: string | undefined;
  onChoose: (reason: string | null) => void;
}

/** How many there are of each reason; a click shows these alone. */
function Reasons({ page: { reasons, lost, most }, chosen, onChoose }: ReasonsProps) {
  const total = useMemo(() => reasons.reduce((sum, { count }) => sum + count, 0), [reasons]);
  if (total === 0) return null;
  const sorted = reasons.toSorted((a, b) => b.count - a.count);
  return (
    <>
      <ul className={classes.reasons} aria-label="By reason">
        {[{ reason: null, count: total }, ...sorted].map(({ reason, count }) => (
          <li key={reason ?? ''}>
            <button type="button" aria-pressed={(chosen ?? null) === reason} onClick={() => onChoose(reason)}>
              {reason ? faultLabel(reason) : 'All'} <b>{formatCount(count)}</b>
            </button>
          </li>
        ))}
      </ul>
      {lost > 0 && (
        <p className={classes.note}>
          The newest {formatCount(most)} are kept; {formatCount(lost)} older ones had to go.
        </p>
      )}
    </>
  );
}

/** All that the filters show, as a file. */
function Downloads({ filter }: { filter: AsideFilter }) {
  const search = new URLSearchParams(Object.entries(filter)).toString();
  const at = (ending: string) => `/api/v1/set-aside.${ending}${search && `?${search}`}`;
  return (
    <span className={classes.downloads}>
      Download <a href={at('csv')}>CSV</a> <a href={at('json')}>JSON</a>
    </span>
  );
}

interface ActionsProps {
  filter: AsideFilter;
  isFiltered: boolean;
  isEmpty: boolean;
  isSending: boolean;
  onAgain: () => void;
}

/** What can be done with all that the filters show. */
function Actions({ filter, isFiltered, isEmpty, isSending, onAgain }: ActionsProps) {
  const mayChange = useCan('manager');
  const [isAsked, confirm] = useDisclosure(false);
  const clear = $api.useMutation('post', '/api/v1/set-aside/clear', {
    onSuccess() {
      confirm.close();
      void refresh('/api/v1/set-aside');
    },
  });
  if (!mayChange || isEmpty) return null;
  const these = isFiltered ? 'these' : 'all';
  return (
    <div className={classes.end}>
      <Button size="xs" variant="default" loading={isSending} onClick={onAgain}>
        Send {these} again
      </Button>
      <Button size="xs" variant="default" onClick={confirm.open}>
        Delete {these}…
      </Button>
      <Confirm
        isOpen={isAsked}
        title={isFiltered ? 'Delete what the filters show?' : 'Delete everything that was set aside?'}
        text="They will not count, whatever rule is made later. Events that count already are not touched."
        verb="Delete"
        isPending={clear.isPending}
        error={clear.error}
        onConfirm={() => clear.mutate({ body: filter })}
        onClose={confirm.close}
      />
    </div>
  );
}
