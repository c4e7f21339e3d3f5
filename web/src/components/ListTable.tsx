import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './ListTable.module.css';

interface ListTableProps {
  label: string;
  /** An empty header is a column of buttons. */
  headers: string[];
  /** Table rows: `Table.Tr` with as many cells as headers. */
  children: ReactNode;
  minWidth?: number;
}

/** A short table that needs neither virtual rows nor sorting; it scrolls sideways on a phone. */
export function ListTable({ label, headers, children, minWidth = 560 }: ListTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div className={classes.scroller} role="group" tabIndex={0} aria-label={label}>
      <Table
        aria-label={label}
        verticalSpacing={8}
        horizontalSpacing={12}
        miw={minWidth}
        classNames={{ th: classes.head, td: classes.cell }}
      >
        <Table.Thead>
          <Table.Tr>
            {headers.map((header) => (
              <Table.Th key={header}>{header || <span className="visually-hidden">Actions</span>}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </div>
  );
}
