import { Button, Select } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { ErrorState, Loading } from '@/components/states';
import { DataTable } from '@/components/table/DataTable';
import { formatCount } from '@/lib/format';
import { sayWord } from '@/lib/words';
import classes from '../Event.module.css';
import { eventTypes } from '../faults';
import { Nothing } from '../Nothing';
import { SourceSelect } from '../SourceSelect';
import { TextFilter } from '../TextFilter';
import { useFilters } from '../useFilters';
import type { LiveEvent } from './joinLive';
import { LiveDrawer } from './LiveDrawer';
import { compactLive, liveColumns } from './liveColumns';
import { outcomes } from './Outcome';
import { useLive } from './useLive';

const names = ['source', 'type', 'outcome', 'q'] as const;
type Filters = Partial<Record<(typeof names)[number], string>>;

const typeChoices = eventTypes.map((type) => ({ value: type, label: sayWord(type) }));
const outcomeChoices = Object.entries(outcomes).map(([value, { label }]) => ({ value, label }));

/** The server filters by source; the rest is chosen among what is here. */
function passes(event: LiveEvent, { type, outcome, q }: Filters): boolean {
  if (type && event.type !== type) return false;
  if (outcome && event.outcome !== outcome) return false;
  if (!q) return true;
  const text = q.toLowerCase();
  return [event.name, event.user, event.account].some((value) => value?.toLowerCase().includes(text));
}

const nothing = {
  filtered: {
    title: 'Nothing of that arrived lately',
    text: 'The last thousand events are kept to be looked at.',
  },
  empty: {
    title: 'Waiting for events',
    text: 'Whatever arrives appears here within two seconds, with what became of it. What arrived before the server was started is not shown.',
    to: '/events/sources',
    step: 'How to send one',
  },
};

/** Events as they arrive: for the hour in which a product is being connected. */
export function LivePage() {
  const { filters, change } = useFilters(names);
  const [isPaused, setPaused] = useState(false);
  const [open, setOpen] = useState<LiveEvent>();
  const { data, error, refetch } = useLive(filters.source, isPaused);
  const shown = useMemo(
    () => (data?.events ?? []).filter((event) => passes(event, filters)),
    [data, filters],
  );

  return (
    <section className={classes.list} aria-label="Live">
      <div className={classes.bar}>
        <Button
          size="xs"
          variant="default"
          w={104}
          leftSection={
            isPaused ? <IconPlayerPlay size={14} aria-hidden /> : <IconPlayerPause size={14} aria-hidden />
          }
          onClick={() => {
            setPaused(!isPaused);
            if (isPaused) void refetch();
          }}
        >
          {isPaused ? 'Resume' : 'Pause'}
        </Button>
        <SourceSelect value={filters.source ?? null} onChange={(source) => change({ source })} />
        <Select
          size="xs"
          w={120}
          aria-label="Call"
          placeholder="Every call"
          data={typeChoices}
          value={filters.type ?? null}
          onChange={(type) => change({ type })}
          clearable
        />
        <Select
          size="xs"
          w={160}
          aria-label="What became of it"
          placeholder="Any outcome"
          data={outcomeChoices}
          value={filters.outcome ?? null}
          onChange={(outcome) => change({ outcome })}
          clearable
        />
        <TextFilter label="Event, user or account" value={filters.q ?? ''} onChange={(q) => change({ q })} />
      </div>
      {data && (
        <p className={classes.note} aria-live="polite">
          {isPaused ? 'Paused: what arrives meanwhile is shown when you go on. ' : ''}
          {data.missed > 0 &&
            !filters.source &&
            `${formatCount(data.missed)} more came too fast to be shown one by one; they were counted all the same.`}
        </p>
      )}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Loading what arrived" />}
      {data && !error && (
        <DataTable
          label="Events that arrived"
          storageKey="live"
          columns={liveColumns}
          count={shown.length}
          rowAt={(index) => shown[index]}
          onOpen={setOpen}
          compact={compactLive}
          empty={
            <Nothing {...nothing} isFiltered={data.events.length > 0} onClear={() => change(noFilters)} />
          }
        />
      )}
      <LiveDrawer event={open} onClose={() => setOpen(undefined)} />
    </section>
  );
}

const noFilters = { source: null, type: null, outcome: null, q: null };
