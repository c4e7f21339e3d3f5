import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import classes from './Page.module.css';

interface PageProps {
  title: string;
  /** Beside the title: a day picker, buttons. */
  actions?: ReactNode;
  /** One sentence under the title. */
  hint?: ReactNode;
  /** The page ends at the window's edge and scrolls inside (a table), not as a whole. */
  isFixed?: boolean;
  children: ReactNode;
}

export function Page({ title, actions, hint, isFixed = false, children }: PageProps) {
  useDocumentTitle(`${title} · Ripen`);
  return (
    <div className={classes.page} data-fixed={isFixed}>
      <header className={classes.header}>
        <div>
          <h1>{title}</h1>
          {hint && <p>{hint}</p>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}
