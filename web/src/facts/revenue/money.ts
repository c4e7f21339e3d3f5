import { formatMoney } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';

/** Money of a contract or bill in its own currency, else in the organisation's. */
export function useOwnMoney() {
  const { currency: own } = useOrganisation();
  return (cents: number | null | undefined, currency: string | null | undefined) =>
    formatMoney(cents, currency || own);
}
