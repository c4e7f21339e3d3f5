import { formatMany } from './format.ts';

/** Calendar days as the server writes them, "2026-11-23": compared as text, counted through UTC. */
export type Day = string;

const MS_PER_DAY = 86_400_000;

const toNumber = (day: Day) => Date.parse(`${day}T00:00:00Z`) / MS_PER_DAY;

export const addDays = (day: Day, days: number): Day =>
  new Date((toNumber(day) + days) * MS_PER_DAY).toISOString().slice(0, 10);

export const daysBetween = (from: Day, to: Day) => Math.round(toNumber(to) - toNumber(from));

/** The first day of the month so many before the one of a day. */
export const monthStart = (day: Day, monthsBefore = 0): Day => {
  const date = new Date(`${day}T00:00:00Z`);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - monthsBefore, 1))
    .toISOString()
    .slice(0, 10);
};

/** The Monday of its week: 1970-01-01 was a Thursday. */
export const mondayOf = (day: Day) => addDays(day, -((toNumber(day) + 3) % 7));

export const isDay = (text: string | null | undefined): text is Day =>
  !!text && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(toNumber(text));

const dayFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const monthFormat = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' });
const timeFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

export const formatDay = (day: Day) => dayFormat.format(new Date(`${day}T00:00:00Z`));
/** "Nov 2026", of any of its days. */
export const formatMonth = (day: Day) => monthFormat.format(new Date(`${day}T00:00:00Z`));
/** The same in two lines, so that more of them stand beside each other on an axis. */
export const formatMonthTick = (day: Day) => formatMonth(day).replace(' ', '\n');
export const formatTime = (time: string) => timeFormat.format(new Date(time));

/** "today", "in 12 days", "3 months ago": how far a count of days is, in the unit one would say. */
export function formatDistance(days: number): string {
  if (days === 0) return 'today';
  const size = Math.abs(days);
  const amount =
    size < 60
      ? formatMany(size, 'day')
      : size < 730
        ? formatMany(Math.round(size / 30.4), 'month')
        : formatMany(Math.round(size / 365), 'year');
  return days > 0 ? `in ${amount}` : `${amount} ago`;
}

/** How long ago a moment was: "just now", "5 min ago", "3 h ago", then days. */
export function formatAgo(time: string, now: number): string {
  const minutes = Math.floor((now - Date.parse(time)) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ago`;
  return formatDistance(-Math.floor(minutes / 1440));
}

/** How long something took, in the unit one would say: "40 min", "5 h", "3 days". */
export function formatDuration(from: string, to: string): string {
  const minutes = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 60_000));
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.round(minutes / 60)} h`;
  return formatMany(Math.round(minutes / 1440), 'day');
}
