import { ActionIcon, Button } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ErrorState, Loading } from '@/components/states';
import type { FactKind, Seen } from '@/facts/factKind';
import classes from './FactTable.module.css';
import type { FactList } from './useFacts';

interface FactTableProps<Fact extends { key: string }> {
  kind: Pick<FactKind<Fact>, 'title' | 'columns' | 'nameOf'>;
  list: FactList<Fact>;
  seen: Seen;
  /** Left out for those who may only read. */
  onEdit?: ((fact: Fact) => void) | undefined;
  empty: ReactNode;
}

/** Facts as rows; on a narrow screen each is a small card with the columns' names inside. */
export function FactTable<Fact extends { key: string }>({
  kind,
  list,
  seen,
  onEdit,
  empty,
}: FactTableProps<Fact>) {
  const { title, columns } = kind;
  if (list.error) return <ErrorState error={list.error} onRetry={list.retry} />;
  if (!list.items) return <Loading label={`Loading ${title.toLowerCase()}`} />;
  if (list.items.length === 0) return empty;
  return (
    <>
      <table className={classes.table} aria-label={title}>
        <thead>
          <tr>
            {columns.map(({ header, isNumeric }) => (
              <th key={header} scope="col" data-numeric={isNumeric}>
                {header}
              </th>
            ))}
            {onEdit && (
              <th scope="col">
                <span className="visually-hidden">Edit</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {list.items.map((fact) => (
            <tr key={fact.key}>
              {columns.map(({ header, isNumeric, cell }) => (
                <td key={header} data-numeric={isNumeric} data-label={header}>
                  <div>{cell(fact, seen)}</div>
                </td>
              ))}
              {onEdit && (
                <td className={classes.edit}>
                  <EditButton name={kind.nameOf(fact)} onClick={() => onEdit(fact)} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <LoadMore list={list} />
    </>
  );
}

export function EditButton({ name, onClick }: { name: string; onClick: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`Edit ${name}`} onClick={onClick}>
      <IconPencil size={15} stroke={1.6} />
    </ActionIcon>
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
