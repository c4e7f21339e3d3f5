import type { ReactNode } from 'react';
import classes from './DataTable.module.css';

/** A `DataTable` among other parts of a page: as high as its rows, up to most of the window; then it scrolls inside. */
export function TableFrame({ rows, children }: { rows: number; children: ReactNode }) {
  return (
    <div className={classes.place}>
      <div className={classes.frame} style={{ '--rows': Math.max(1, rows) }}>
        {children}
      </div>
    </div>
  );
}
