import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { DataTable, type Sort } from '@/components/table/DataTable';
import { formatCount } from '@/lib/format';
import classes from '../Event.module.css';
import { TextFilter } from '../TextFilter';
import { useFilters } from '../useFilters';
import { catalogueColumns, compactEvent } from './catalogueColumns';
import { EventDrawer } from './EventDrawer';
import { useCatalogue } from './useCatalogue';

const names = ['q', 'sort'] as const;
const usualSort = '-volume';

const readSort = (text: string): Sort => ({ id: text.replace(/^-/, ''), isDescending: text.startsWith('-') });

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
          empty={<Nothing isFiltered={filters.q !== undefined} onClear={() => change({ q: null })} />}
        />
      )}
      <EventDrawer event={list.items.find(({ key }) => key === open)} onClose={() => setOpen(undefined)} />
    </section>
  );
}

function Nothing({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  if (isFiltered)
    return (
      <EmptyState
        title="No event is called so"
        action={
          <Button variant="default" onClick={onClear}>
            Clear the search
          </Button>
        }
      >
        The search looks into the name that an event comes by and the one on screens.
      </EmptyState>
    );
  return (
    <EmptyState
      title="No event is known yet"
      action={
        <Button component={Link} to="/events/sources">
          Send the first
        </Button>
      }
    >
      Add a source and send one event: its name appears here within seconds. A CSV of usage by day fills the
      catalogue too.
    </EmptyState>
  );
}
