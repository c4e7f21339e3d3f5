import type { ReactNode } from 'react';
import classes from './Figures.module.css';

/** A page in a few large numbers: a `Figure` each. */
export function Figures({ isLive = false, children }: { isLive?: boolean; children: ReactNode }) {
  return (
    <dl className={classes.figures} aria-label="In short" aria-live={isLive ? 'polite' : undefined}>
      {children}
    </dl>
  );
}

interface FigureProps {
  name: string;
  /** Smaller, under the number: what it is of, how sure it is. */
  more?: ReactNode;
  className?: string | undefined;
  children: ReactNode;
}

export function Figure({ name, more, className, children }: FigureProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={className}>
        {children}
        {more && <small>{more}</small>}
      </dd>
    </div>
  );
}
