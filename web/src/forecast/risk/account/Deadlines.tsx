import { Figure, Figures } from '@/components/Figures';
import { type Day, daysBetween, formatDay, formatDistance } from '@/lib/day';
import { useOrganisation } from '@/lib/organisation';
import type { AccountRisk } from './useAccountRisk';

/** Until when something can be done about it. */
export function Deadlines({ risk: { renewal, notice } }: { risk: AccountRisk }) {
  const { today } = useOrganisation();
  if (!renewal) return null;
  const distance = (day: Day) => formatDistance(daysBetween(today, day));
  return (
    <Figures>
      <Figure name="Term ends" more={distance(renewal)}>
        {formatDay(renewal)}
      </Figure>
      {notice && (
        <Figure name="Notice until" more={notice < today ? 'too late for notice' : distance(notice)}>
          {formatDay(notice)}
        </Figure>
      )}
    </Figures>
  );
}
