import { type Day, daysBetween, formatAgo, formatDay, formatDistance, formatTime } from '@/lib/day';
import { useClock, useOrganisation } from '@/lib/organisation';
import { Missing } from './numbers';

/** A calendar day, written out; how far it is from today on hover, or after it when asked. */
export function DayText({ day, isRelative = false }: { day: Day | null | undefined; isRelative?: boolean }) {
  const { today } = useOrganisation();
  if (!day) return <Missing />;
  const distance = formatDistance(daysBetween(today, day));
  return (
    <time dateTime={day} title={isRelative ? formatDay(day) : distance} className="numeric">
      {isRelative ? distance : formatDay(day)}
    </time>
  );
}

/** A moment: how long ago, the exact time on hover. */
export function TimeText({ time }: { time: string | null | undefined }) {
  const clock = useClock();
  if (!time) return <Missing reason="never" />;
  return (
    <time dateTime={time} title={formatTime(time)} className="numeric">
      {formatAgo(time, clock().getTime())}
    </time>
  );
}
