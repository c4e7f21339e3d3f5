import type { ReactNode } from 'react';
import classes from './Edit.module.css';

/** What can be done with what is being edited, always in sight; first, whether it is saved. */
export function EditBar({ state, children }: { state: string; children: ReactNode }) {
  return (
    <div className={classes.bar}>
      <output>{state}</output>
      {children}
    </div>
  );
}
