import { Button, SegmentedControl } from '@mantine/core';
import { Link, useSearchParams } from 'react-router';
import { FilterText } from '@/components/filter/FilterText';
import { SearchInput } from '@/components/filter/SearchInput';
import { Page } from '@/components/Page';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { AddAccount } from '@/facts/account/AddAccount';
import { api, Problem } from '@/lib/api';
import { formatCount } from '@/lib/format';
import classes from './Prospect.module.css';
import { ProspectItem } from './ProspectItem';
import { useProspects } from './useProspects';
import { readVerdict, verdicts } from './verdicts';

const ALL = 'all';

async function checkFilter(filter: string): Promise<string | null> {
  try {
    await api.GET('/api/v1/prospects', { params: { query: { filter, limit: 1 } } });
    return null;
  } catch (error) {
    return error instanceof Problem ? error.message : 'The filter could not be checked. Try again.';
  }
}

/** Whom it is worth selling to now, and what to find out of the others. */
export function ProspectsPage() {
  const [search, setSearch] = useSearchParams();
  const verdict = readVerdict(search.get('verdict'));
  const q = search.get('q') ?? '';
  const filter = search.get('filter') ?? '';
  const prospects = useProspects({ verdict, q, filter: filter || undefined });
  const set = (name: string, value: string) =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        if (value) after.set(name, value);
        else after.delete(name);
        return after;
      },
      { replace: true },
    );
  const countOf = (id: string) => prospects.totals?.find((total) => total.verdict === id)?.count ?? 0;
  const all = prospects.totals?.reduce((sum, { count }) => sum + count, 0) ?? 0;

  return (
    <Page
      title="Prospects"
      hint="Whom it is worth selling to now: by budget, authority, need and timing, and by a maturity that can make use of you."
      actions={<AddAccount isInHeader />}
    >
      <div className={classes.filters}>
        <SearchInput label="Search the prospects" q={q} onChange={(text) => set('q', text)} />
        <SegmentedControl
          size="xs"
          classNames={{ root: classes.verdicts }}
          aria-label="Verdict"
          data={[
            { value: ALL, label: `All ${formatCount(all)}` },
            ...verdicts.map(({ id, label }) => ({
              value: id,
              label: `${label} ${formatCount(countOf(id))}`,
            })),
          ]}
          value={verdict ?? ALL}
          onChange={(value) => set('verdict', value === ALL ? '' : value)}
        />
        <FilterText text={filter} onChange={(text) => set('filter', text)} check={checkFilter} error={null} />
      </div>
      {prospects.error && <ErrorState error={prospects.error} onRetry={prospects.retry} />}
      {!prospects.rows && !prospects.error && <Loading label="Loading the prospects" />}
      {prospects.rows && !prospects.error && prospects.rows.length === 0 && (
        <Nobody isNarrowed={verdict !== undefined || q !== '' || filter !== ''} />
      )}
      {prospects.rows && !prospects.error && prospects.rows.length > 0 && (
        <ol className={classes.list} aria-label="Prospects">
          {prospects.rows.map((prospect) => (
            <ProspectItem key={prospect.key} prospect={prospect} />
          ))}
        </ol>
      )}
      {prospects.hasMore && (
        <Button
          variant="default"
          size="xs"
          mx="auto"
          loading={prospects.isLoadingMore}
          onClick={prospects.loadMore}
        >
          Show more
        </Button>
      )}
    </Page>
  );
}

function Nobody({ isNarrowed }: { isNarrowed: boolean }) {
  if (isNarrowed) {
    return <EmptyState title="No prospect matches">Choose another verdict, or loosen the filter.</EmptyState>;
  }
  return (
    <EmptyState
      title="No prospects yet"
      action={
        <Button component={Link} to="/import" variant="default">
          Import a file
        </Button>
      }
    >
      An account whose lifecycle is “prospect” stands here, with what is known of its budget, authority, need
      and timing. Add one, or import them with a column “lifecycle”.
    </EmptyState>
  );
}
