import { daysBetween, formatDistance, formatTime } from '@/lib/day';
import { useOrganisation } from '@/lib/organisation';

/** A moment still to come: how far it is, the exact time on hover. */
export function FutureText({ time }: { time: string }) {
  const { today } = useOrganisation();
  return (
    <time dateTime={time} title={formatTime(time)} className="numeric">
      {formatDistance(Math.max(0, daysBetween(today, time.slice(0, 10))))}
    </time>
  );
}
