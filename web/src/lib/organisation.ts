import { createContext, useContext } from 'react';
import type { Day } from './day';

/** What every number needs to be read rightly: the currency of money and which day is today. */
export interface Organisation {
  name: string;
  currency: string;
  today: Day;
  hasFacts: boolean;
}

export const OrganisationContext = createContext<Organisation | null>(null);

export function useOrganisation(): Organisation {
  const organisation = useContext(OrganisationContext);
  if (!organisation) throw new Error('useOrganisation needs the shell around it.');
  return organisation;
}
