import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { ErrorState, Loading } from '@/components/states';
import classes from './FactTable.module.css';
import type { FactList } from './useFacts';

export interface FactColumn<Fact> {
  header: string;
  isNumeric?: boolean;
  cell: (fact: Fact) => ReactNode;
}

interface FactTableProps<Fact> {
  label: string;
  /** The first column names the fact. */
  columns: FactColumn<Fact>[];
  list: FactList<Fact>;
  empty: ReactNode;
}

/** Facts as rows; on a narrow screen each is a small card with the columns' names inside. */
export function FactTable<Fact extends { key: string }>({
  label,
  columns,
  list,
  empty,
}: FactTableProps<Fact>) {
  if (list.error) return <ErrorState error={list.error} onRetry={list.retry} />;
  if (!list.items) return <Loading label={`Loading ${label.toLowerCase()}`} />;
  if (list.items.length === 0) return empty;
  return (
    <>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ header, isNumeric }) => (
              <th key={header} scope="col" data-numeric={isNumeric}>
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {list.items.map((fact) => (
            <tr key={fact.key}>
              {columns.map(({ header, isNumeric, cell }) => (
                <td key={header} data-numeric={isNumeric} data-label={header}>
                  <div>{cell(fact)}</div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <LoadMore list={list} />
    </>
  );
}

export function LoadMore<Fact>({ list }: { list: FactList<Fact> }) {
  if (!list.hasMore) return null;
  return (
    <Button variant="default" size="xs" loading={list.isLoadingMore} onClick={list.loadMore} mx="auto">
      Show more
    </Button>
  );
}
