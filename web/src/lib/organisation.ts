import { createContext, useContext } from 'react';
import type { Day } from './day';

/** What every number needs to be read rightly: the currency of money, and the day and the time by the server's clock. */
export interface Organisation {
  name: string;
  currency: string;
  today: Day;
  /** Milliseconds by which this browser's clock is behind the server's. */
  clockSkew: number;
  hasFacts: boolean;
}

export const OrganisationContext = createContext<Organisation | null>(null);

export function useOrganisation(): Organisation {
  const organisation = useContext(OrganisationContext);
  if (!organisation) throw new Error('useOrganisation needs the shell around it.');
  return organisation;
}

/** The moment it is by the server's clock: a browser's may be wrong. */
export function useClock(): () => Date {
  const { clockSkew } = useOrganisation();
  return () => new Date(Date.now() + clockSkew);
}
