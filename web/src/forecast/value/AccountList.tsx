import { useNavigate } from 'react-router';
import { CsvButton } from '@/components/CsvButton';
import { Panel } from '@/components/Panel';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { DataTable } from '@/components/table/DataTable';
import { TableFrame } from '@/components/table/TableFrame';
import { usePages } from '@/components/table/usePages';
import { accountPath } from '@/lib/accountPath';
import { api } from '@/lib/api';
import { SortMenu } from '@/scoring/portfolio/SortMenu';
import type { ValueChoice, ValueList, ValueRow } from './valueChoice';
import { compactValue, valueColumns } from './valueColumns';

const PAGE = 100;

async function ask(query: Pick<ValueChoice, 'filter' | 'sort'>, offset: number): Promise<ValueList> {
  const { data } = await api.GET('/api/v1/forecast/value', {
    params: { query: { ...query, offset, limit: PAGE } },
  });
  return data as ValueList;
}

/** What each customer is worth, by any column. */
export function AccountList({ choice }: { choice: ValueChoice }) {
  const navigate = useNavigate();
  const query = { filter: choice.filter, sort: choice.sort };
  const { first, rowAt, onRange } = usePages<ValueRow, ValueList>(PAGE, (offset) => ({
    queryKey: ['get', '/api/v1/forecast/value', query, offset],
    queryFn: () => ask(query, offset),
  }));
  const count = first.data?.total ?? 0;
  return (
    <Panel
      title="Account by account"
      hint="Behind a value its 95 % interval, of the retention curve; one customer’s own fate varies far more."
      actions={
        <>
          <SortMenu
            sort={choice.shownSort}
            columns={valueColumns.filter(({ isSortable }) => isSortable)}
            onSort={choice.setSort}
          />
          <CsvButton path="/api/v1/forecast/value.csv" query={query} />
        </>
      }
    >
      {first.error && <ErrorState error={first.error} onRetry={() => void first.refetch()} />}
      {!first.data && !first.error && <Loading label="Listing the accounts" />}
      {first.data && !first.error && (
        <TableFrame rows={count}>
          <DataTable
            label="Values"
            storageKey="values"
            columns={valueColumns}
            count={count}
            rowAt={rowAt}
            onRange={onRange}
            isStale={first.isPlaceholderData}
            sort={choice.shownSort}
            onSort={choice.setSort}
            onOpen={(row) => navigate(accountPath(row.key))}
            compact={compactValue}
            empty={<EmptyState title="None here">No customer with a value is chosen.</EmptyState>}
          />
        </TableFrame>
      )}
    </Panel>
  );
}
