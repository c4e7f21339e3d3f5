import { formatDelta, formatUnit } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import classes from './Ledger.module.css';
import type { Cause } from './useLedger';

const decimalsOf = (score: string | null) => (score === 'maturity' ? 2 : 1);

/** The reasons, the largest first: points of a score add up to its change. */
export function Because({ causes }: { causes: Cause[] }) {
  const { currency } = useOrganisation();
  return (
    <ul className={classes.because}>
      {causes.map(({ score, kind, id, label, points, from, to, unit, note }) => (
        <li key={`${score} ${kind} ${id}`}>
          {points !== null && (
            <span className={classes.points} data-tone={points > 0 ? 'good' : points < 0 ? 'bad' : 'flat'}>
              {formatDelta(points, decimalsOf(score))}
            </span>
          )}
          <span>
            {label}
            {from !== null && to !== null && (
              <span className={classes.soft}>
                {' '}
                {formatUnit(from, unit ?? '', currency)} → {formatUnit(to, unit ?? '', currency)}
              </span>
            )}
            {note && <span className={classes.soft}> {note}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
