import { Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconInfoCircle } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { Column, Sort } from './DataTable';
import classes from './DataTable.module.css';

export type HeaderCell = Omit<Column<never>, 'cell'> & {
  onResize: (event: unknown) => void;
  isResizing: boolean;
};

interface HeaderRowProps {
  headers: HeaderCell[];
  sort: Sort | undefined;
  onSort: ((sort: Sort) => void) | undefined;
  isHidden: boolean;
  minWidth: number;
}

export function HeaderRow({ headers, sort, onSort, isHidden, minWidth }: HeaderRowProps) {
  return (
    <div role="rowgroup" className={isHidden ? 'visually-hidden' : classes.head} style={{ minWidth }}>
      <div role="row" aria-rowindex={1} className={classes.headRow}>
        {headers.map((header) => (
          <Header key={header.id} header={header} sort={sort} onSort={onSort} />
        ))}
      </div>
    </div>
  );
}

function Header({ header, sort, onSort }: { header: HeaderCell } & Pick<HeaderRowProps, 'sort' | 'onSort'>) {
  const isSorted = sort?.id === header.id;
  const direction = isSorted ? (sort.isDescending ? 'descending' : 'ascending') : 'none';
  const Arrow = isSorted && sort.isDescending ? IconArrowDown : IconArrowUp;
  // The first click shows what one looks for: the largest number, the first letter.
  const next = { id: header.id, isDescending: isSorted ? !sort.isDescending : header.isNumeric === true };
  const label = <span className={classes.headLabel}>{header.header}</span>;

  return (
    <div
      role="columnheader"
      className={classes.headCell}
      data-numeric={header.isNumeric}
      aria-sort={header.isSortable ? direction : undefined}
    >
      {header.isSortable && onSort ? (
        <Tooltip label={header.help} disabled={!header.help}>
          <button type="button" className={classes.sort} data-sorted={isSorted} onClick={() => onSort(next)}>
            {label}
            <Arrow size={13} stroke={2} aria-hidden />
          </button>
        </Tooltip>
      ) : (
        label
      )}
      {header.helpTo && (
        <Link to={header.helpTo} className={classes.help} aria-label={`${header.header}: how it is computed`}>
          <IconInfoCircle size={14} stroke={1.6} aria-hidden />
        </Link>
      )}
      <span
        className={classes.resize}
        data-resizing={header.isResizing}
        onMouseDown={header.onResize}
        onTouchStart={header.onResize}
        aria-hidden
      />
    </div>
  );
}
