import { Button, Select } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { CsvButton } from '@/components/CsvButton';
import { Panel } from '@/components/Panel';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { DataTable } from '@/components/table/DataTable';
import { TableFrame } from '@/components/table/TableFrame';
import { usePages } from '@/components/table/usePages';
import { accountPath } from '@/lib/accountPath';
import { api, type Schema } from '@/lib/api';
import { formatMonth } from '@/lib/day';
import { formatMany } from '@/lib/format';
import type { useScope } from '../scope/useScope';
import { listQuery, NOBODY, type RenewalChoice, type RenewalSort, sorts } from './renewalChoice';
import { CompactRenewal, type RenewalRow, renewalColumns } from './renewalColumns';

const PAGE = 100;

async function ask(query: ReturnType<typeof listQuery>, offset: number): Promise<Schema<'Renewals'>> {
  const { data } = await api.GET('/api/v1/forecast/renewals', {
    params: { query: { ...query, offset, limit: PAGE } },
  });
  return data as Schema<'Renewals'>;
}

interface RenewalListProps {
  choice: RenewalChoice;
  choose: ReturnType<typeof useScope>['choose'];
  filter: string | undefined;
  /** Whose sums stand above: names the months and owners there are. */
  renewals: Schema<'Renewals'>;
}

/** The renewals one by one, the soonest first or the dearest at risk. */
export function RenewalList({ choice, choose, filter, renewals }: RenewalListProps) {
  const navigate = useNavigate();
  const query = listQuery(choice, filter);
  const { first, rowAt, onRange } = usePages<RenewalRow, Schema<'Renewals'>>(PAGE, (offset) => ({
    queryKey: ['renewals', query, offset],
    queryFn: () => ask(query, offset),
  }));
  const count = first.data?.total ?? 0;
  const columns = useMemo(() => renewalColumns(renewals.day), [renewals.day]);
  return (
    <Panel
      title="Renewals"
      hint={first.data && hintOf(choice, count)}
      actions={
        <>
          <Narrowing choice={choice} choose={choose} renewals={renewals} />
          <CsvButton path="/api/v1/forecast/renewals.csv" query={query} />
        </>
      }
    >
      {first.error && <ErrorState error={first.error} onRetry={() => void first.refetch()} />}
      {!first.data && !first.error && <Loading label="Listing the renewals" />}
      {first.data && !first.error && (
        <TableFrame rows={count}>
          <DataTable
            label="Renewals"
            storageKey="renewals"
            columns={columns}
            count={count}
            rowAt={rowAt}
            onRange={onRange}
            isStale={first.isPlaceholderData}
            sort={{ id: choice.sort.replace('-', ''), isDescending: choice.sort.startsWith('-') }}
            onSort={({ id }) => choose({ sort: orderOf(id) })}
            onOpen={(row) => navigate(accountPath(row.key))}
            compact={(row) => <CompactRenewal row={row} day={renewals.day} />}
            empty={
              <EmptyState title="None here">Nothing of this owner comes due in the month chosen.</EmptyState>
            }
          />
        </TableFrame>
      )}
    </Panel>
  );
}

/** Each column is sorted in the one order that is worth having; by day is the usual one. */
function orderOf(id: string): RenewalSort | undefined {
  const order = sorts.find((sort) => sort.replace('-', '') === id);
  return order === 'day' ? undefined : order;
}

const hintOf = ({ inMonth, ofOwner }: RenewalChoice, count: number) =>
  [
    formatMany(count, 'renewal'),
    inMonth && `in ${formatMonth(inMonth)}`,
    ofOwner !== undefined && (ofOwner === '' ? 'without an owner' : `of ${ofOwner}`),
  ]
    .filter(Boolean)
    .join(' ');

/** The list by month and owner, as by a click on the picture. */
function Narrowing({ choice, choose, renewals }: Pick<RenewalListProps, 'choice' | 'choose' | 'renewals'>) {
  const months = renewals.months.flatMap(({ month, due }) =>
    month && (due > 0 || month === choice.inMonth) ? [{ value: month, label: formatMonth(month) }] : [],
  );
  const owners = renewals.owners.map(({ label }) => ({
    value: label ?? NOBODY,
    label: label ?? 'Nobody',
  }));
  const isNarrowed = choice.inMonth !== undefined || choice.ofOwner !== undefined;
  return (
    <>
      {isNarrowed && (
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          leftSection={<IconX size={13} aria-hidden />}
          onClick={() => choose({ in_month: undefined, of_owner: undefined })}
        >
          Show all
        </Button>
      )}
      <Select
        size="xs"
        w={130}
        aria-label="Month of the list"
        placeholder="All months"
        data={months}
        value={choice.inMonth ?? null}
        clearable
        onChange={(month) => choose({ in_month: month ?? undefined })}
      />
      <Select
        size="xs"
        w={160}
        aria-label="Owner of the list"
        placeholder="All owners"
        data={owners}
        value={choice.ofOwner === '' ? NOBODY : (choice.ofOwner ?? null)}
        clearable
        searchable
        onChange={(owner) => choose({ of_owner: owner ?? undefined })}
      />
    </>
  );
}
