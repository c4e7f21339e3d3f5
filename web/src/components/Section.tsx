import type { ReactNode } from 'react';
import classes from './Section.module.css';

interface SectionProps {
  title: string;
  hint?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A part of a page under its own heading. */
export function Section({ title, hint, actions, children }: SectionProps) {
  return (
    <section className={classes.section} aria-label={title}>
      <header>
        <div>
          <h2>{title}</h2>
          {hint && <p>{hint}</p>}
        </div>
        {actions && <div>{actions}</div>}
      </header>
      {children}
    </section>
  );
}
