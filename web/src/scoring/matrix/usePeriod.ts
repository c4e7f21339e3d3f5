import { useSearchParams } from 'react-router';
import { addDays, type Day, isDay } from '@/lib/day';
import { useOrganisation } from '@/lib/organisation';

const YEAR = 365;

/** The two days that the flow and the fate compare; kept in the address, a year until today at first. */
export function usePeriod(): { from: Day; to: Day; today: Day; set: (from: Day, to: Day) => void } {
  const { today } = useOrganisation();
  const [params, setParams] = useSearchParams();
  const [from, to] = [params.get('from'), params.get('to')];
  const last = isDay(to) ? to : today;
  return {
    from: isDay(from) && from < last ? from : addDays(last, -YEAR),
    to: last,
    today,
    set: (first, second) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          after.set('from', first);
          after.set('to', second);
          after.delete('was');
          after.delete('is');
          return after;
        },
        { replace: true },
      ),
  };
}
