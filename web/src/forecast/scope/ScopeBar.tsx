import type { ReactNode } from 'react';
import { Problem } from '@/lib/api';
import { AccountFilter } from '@/scoring/portfolio/AccountFilter';
import classes from './Scope.module.css';
import type { useScope } from './useScope';

interface ScopeBarProps {
  scope: ReturnType<typeof useScope>;
  /** What the server answered; a refused condition is told where it is written. */
  error: Error | null;
  /** The page looks back: only what accounts keep can choose them. */
  isOfPast?: boolean;
  /** What the page chooses besides: the period, the grouping. */
  children?: ReactNode;
}

/** Over each page of forecasts: about which customers it is, and the page's own choices. */
export function ScopeBar({ scope, error, isOfPast, children }: ScopeBarProps) {
  return (
    <div className={classes.bar}>
      {children}
      <AccountFilter
        day={undefined}
        matrix={undefined}
        isOfPast={isOfPast}
        text={scope.text}
        chosen={scope.chosen}
        onChange={scope.setScope}
        error={isFilterRefused(error) ? error.message : null}
        onClear={() => scope.setScope({ text: '', chosen: {} })}
      />
    </div>
  );
}

/** Told beside the condition and not in the page's place. */
export const isFilterRefused = (error: Error | null): error is Problem =>
  error instanceof Problem && error.field === 'filter';
