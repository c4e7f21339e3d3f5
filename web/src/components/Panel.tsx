import { type ReactNode, useId } from 'react';
import classes from './Panel.module.css';

interface PanelProps {
  title: string;
  /** Beside the title: a switch, a button. */
  actions?: ReactNode;
  /** One sentence under the title. */
  hint?: ReactNode;
  children: ReactNode;
}

/** A framed part of a page with a heading of its own. */
export function Panel({ title, actions, hint, children }: PanelProps) {
  const id = useId();
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <header>
        <div>
          <h2 id={id}>{title}</h2>
          {hint && <p>{hint}</p>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </section>
  );
}
