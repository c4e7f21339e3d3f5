import { Link } from 'react-router';
import { formatDay } from '@/lib/day';
import { formatCount, formatMany } from '@/lib/format';
import classes from '../Retention.module.css';
import { DRAWN_MOST, type Retention } from './curve';

/** What the curves rest on, and what is not in them, in plain words. */
export function CurveNotes({ retention }: { retention: Retention }) {
  const notes = [
    drawnNote(retention),
    watchedNote(retention),
    thinNote(retention),
    unseenNote(retention),
    smallNote(retention),
  ].filter((note) => note !== null);
  return (
    <ul className={classes.notes}>
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
      {retention.undated_leavers > 0 && (
        <li>
          {formatMany(retention.undated_leavers, 'account is', 'accounts are')} said to have left, but not
          when, and so not counted. <Link to="/portfolio?lifecycle=churned">See who left</Link> and give the
          day.
        </li>
      )}
    </ul>
  );
}

function drawnNote({ groups }: Retention) {
  const told = groups.filter(({ points }) => points.length > 0).length;
  return told > DRAWN_MOST
    ? `The ${DRAWN_MOST} largest of ${groups.length} groups are drawn; the table has all.`
    : null;
}

function watchedNote({ watched_from, late, customers }: Retention) {
  if (watched_from === null || late === 0) return null;
  return `Who left before ${formatDay(watched_from)} is not on record. So ${formatCount(late)} of the ${formatCount(customers)} customers, who began earlier, count from the age they had then: their earlier months would flatter.`;
}

function thinNote({ groups }: Retention) {
  const isThin = groups.some(
    ({ thin_until_months, thin_from_months, seen_months }) =>
      (thin_until_months ?? 0) > 0 || (thin_from_months !== null && thin_from_months < (seen_months ?? 0)),
  );
  return isThin ? 'Where a line is faint fewer than 5 customers were watched.' : null;
}

const unseenNote = ({ unseen }: Retention) =>
  unseen > 0
    ? `${formatMany(unseen, 'customer')} left before anybody watched, and ${unseen === 1 ? 'is' : 'are'} not counted.`
    : null;

const smallNote = ({ groups }: Retention) =>
  groups.some(({ is_small }) => is_small)
    ? 'Marked “small”: fewer than 20 customers; chance alone moves them far.'
    : null;
