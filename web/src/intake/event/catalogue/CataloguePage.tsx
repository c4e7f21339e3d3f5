import { useState } from 'react';
import { ErrorState, Loading } from '@/components/states';
import { DataTable, type Sort } from '@/components/table/DataTable';
import { formatCount } from '@/lib/format';
import classes from '../Event.module.css';
import { Nothing } from '../Nothing';
import { TextFilter } from '../TextFilter';
import { useFilters } from '../useFilters';
import { catalogueColumns, compactEvent } from './catalogueColumns';
import { EventDrawer } from './EventDrawer';
import { useCatalogue } from './useCatalogue';

const names = ['q', 'sort'] as const;
const usualSort = '-volume';

const readSort = (text: string): Sort => ({ id: text.replace(/^-/, ''), isDescending: text.startsWith('-') });

const nothing = {
  filtered: {
    title: 'No event is called so',
    text: 'The search looks into the name that an event comes by and the one on screens.',
    clear: 'Clear the search',
  },
  empty: {
    title: 'No event is known yet',
    text: 'Add a source and send one event: its name appears here within seconds. A CSV of usage by day fills the catalogue too.',
    to: '/events/sources',
    step: 'Send the first',
  },
};

/** Every name that events came by, and what it counts as. */
export function CataloguePage() {
  const { filters, change } = useFilters(names);
  const sort = readSort(filters.sort ?? usualSort);
  const list = useCatalogue(filters.q ?? '', sort);
  const [open, setOpen] = useState<string>();

  return (
    <section className={classes.list} aria-label="Catalogue">
      <div className={classes.bar}>
        <TextFilter label="Search events" value={filters.q ?? ''} onChange={(q) => change({ q })} />
        {list.total !== undefined && (
          <p className={classes.note}>
            {formatCount(list.total)} {list.total === 1 ? 'name' : 'names'}. Breadth of use counts those that
            are tracked.
          </p>
        )}
      </div>
      {list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Loading label="Loading the catalogue" />}
      {list.data && !list.error && (
        <DataTable
          label="Events"
          storageKey="events"
          columns={catalogueColumns}
          count={list.items.length}
          rowAt={(index) => list.items[index]}
          onRange={list.onRange}
          sort={sort}
          onSort={({ id, isDescending }) => change({ sort: `${isDescending ? '-' : ''}${id}` })}
          onOpen={({ key }) => setOpen(key)}
          compact={compactEvent}
          isStale={list.isPlaceholderData}
          empty={
            <Nothing {...nothing} isFiltered={filters.q !== undefined} onClear={() => change({ q: null })} />
          }
        />
      )}
      <EventDrawer event={list.items.find(({ key }) => key === open)} onClose={() => setOpen(undefined)} />
    </section>
  );
}
