import { IconArrowDownRight, IconArrowRight, IconArrowUpRight } from '@tabler/icons-react';
import { Link } from 'react-router';
import { HealthBadge } from '@/components/HealthBadge';
import { MaturityBadge } from '@/components/MaturityBadge';
import { Money } from '@/components/numbers';
import { accountPath } from '@/lib/accountPath';
import { type Day, formatDay } from '@/lib/day';
import { Because } from './Because';
import classes from './Ledger.module.css';
import type { Entry } from './useLedger';

const ways = {
  up: { icon: IconArrowUpRight, label: 'Moved up' },
  down: { icon: IconArrowDownRight, label: 'Moved down' },
  neither: { icon: IconArrowRight, label: 'Changed' },
} as const;

interface EntryItemProps {
  entry: Entry;
  /** On an account's own page its name is known. */
  isNamed: boolean;
  onDay?: (day: Day) => void;
}

/** One change: which way, of whom, from where to where, because of what. */
export function EntryItem({ entry, isNamed, onDay }: EntryItemProps) {
  const { key, name, owner, day, after, direction, arr_cents, changed, from, to, because } = entry;
  const { icon: Icon, label } = ways[direction];
  const isSame = from.cell === to.cell;
  return (
    <li className={classes.entry}>
      <span className={classes.way} data-way={direction}>
        <Icon size={18} stroke={1.8} aria-hidden />
        <span className="visually-hidden">{label}</span>
      </span>
      <div className={classes.what}>
        <p className={classes.head}>
          {isNamed ? (
            <>
              <Link to={accountPath(key, day)}>{name}</Link>
              <span className={classes.soft}>
                <Money cents={arr_cents} isShort /> ARR{owner && ` · ${owner}`}
              </span>
            </>
          ) : (
            <When day={day} after={after} onDay={onDay} />
          )}
        </p>
        <p className={classes.places}>
          <b>{placeOf(from)}</b>
          {isSame ? <span className={classes.soft}>as before</span> : <span aria-hidden>→</span>}
          {!isSame && <span className="visually-hidden">to</span>}
          {!isSame && <b>{placeOf(to)}</b>}
        </p>
        <p className={classes.scores}>
          {changed.includes('health') && (
            <Scores what="Health">
              <HealthBadge score={from.health} band={from.health_band} isFull />
              <HealthBadge score={to.health} band={to.health_band} isFull />
            </Scores>
          )}
          {changed.includes('maturity') && (
            <Scores what="Maturity">
              <MaturityBadge score={from.maturity} band={from.maturity_band} isFull />
              <MaturityBadge score={to.maturity} band={to.maturity_band} isFull />
            </Scores>
          )}
        </p>
        <Because causes={because} />
      </div>
    </li>
  );
}

const placeOf = ({ cell_label, lifecycle }: Entry['from']) =>
  cell_label ?? (lifecycle === 'absent' ? 'Not there yet' : lifecycle);

function Scores({ what, children }: { what: string; children: [React.ReactNode, React.ReactNode] }) {
  const [from, to] = children;
  return (
    <span>
      <span className={classes.soft}>{what}</span> {from} <span aria-hidden>→</span>
      <span className="visually-hidden">to</span> {to}
    </span>
  );
}

function When({ day, after, onDay }: { day: Day; after: Day; onDay: EntryItemProps['onDay'] }) {
  return (
    <>
      {onDay ? (
        <button type="button" className={classes.day} onClick={() => onDay(day)}>
          {formatDay(day)}
        </button>
      ) : (
        <b>{formatDay(day)}</b>
      )}
      <span className={classes.soft}>after {formatDay(after)}</span>
    </>
  );
}
