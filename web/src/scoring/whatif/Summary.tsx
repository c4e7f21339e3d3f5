import { Link } from 'react-router';
import { Count, Decimal, Money } from '@/components/numbers';
import { formatMany } from '@/lib/format';
import { Histogram } from './Histogram';
import { useCalm } from './useCalm';
import type { Whatif } from './useWhatif';
import classes from './Whatif.module.css';

const MOVES_SHOWN = 8;

/** In two figures: how many accounts would stand elsewhere, and how much ARR. Always as high, so that
 * the sliders below stay where the pointer is. */
export function Headline({ whatif }: { whatif: Whatif | undefined }) {
  const count = Math.round(useCalm(whatif?.moved_count ?? 0));
  const arr = Math.round(useCalm(whatif?.moved_arr_cents ?? 0));
  return (
    <>
      <dl className={classes.figures}>
        <div>
          <dt>Change cell</dt>
          <dd>
            <Count value={count} />
            <small>{whatif ? `of ${formatMany(whatif.matrix.customers, 'account')}` : 'accounts'}</small>
          </dd>
        </div>
        <div>
          <dt>With an ARR of</dt>
          <dd>
            <Money cents={arr} isShort />
            <small>
              {whatif && (
                <>
                  of <Money cents={whatif.matrix.arr_cents} isShort />
                </>
              )}
            </small>
          </dd>
        </div>
      </dl>
      <p className="visually-hidden" role="log">
        {whatif ? `${formatMany(whatif.moved_count, 'account')} would stand in another cell.` : ''}
      </p>
    </>
  );
}

/** What would be different: from where to where, how the scores would lie, and who moves. */
export function Effects({ whatif, day }: { whatif: Whatif; day: string }) {
  return (
    <section className={classes.effects} aria-label="What would change">
      <div>
        <Moves whatif={whatif} />
        <Movers whatif={whatif} day={day} />
      </div>
      {[whatif.y, whatif.x].map((axis) => (
        <Histogram key={axis.card} axis={axis} />
      ))}
    </section>
  );
}

function Moves({ whatif }: { whatif: Whatif }) {
  if (whatif.moves.length === 0) {
    return (
      <p className={classes.quiet}>
        {whatif.changed_count === 0
          ? 'No score changes.'
          : `${formatMany(whatif.changed_count, 'account gets', 'accounts get')} another score, and all stay in their cells.`}
      </p>
    );
  }
  const more = whatif.moves.slice(MOVES_SHOWN).reduce((sum, { count }) => sum + count, 0);
  return (
    <table className={classes.moves}>
      <caption className="visually-hidden">Movements between cells</caption>
      <thead>
        <tr>
          <th scope="col">From</th>
          <th scope="col">To</th>
          <th scope="col">Accounts</th>
          <th scope="col">ARR</th>
        </tr>
      </thead>
      <tbody>
        {whatif.moves.slice(0, MOVES_SHOWN).map((move) => (
          <tr key={`${move.from} ${move.to}`}>
            <td>{move.from_label}</td>
            <td>{move.to_label}</td>
            <td>
              <Count value={move.count} />
            </td>
            <td>
              <Money cents={move.arr_cents} isShort />
            </td>
          </tr>
        ))}
        {more > 0 && (
          <tr>
            <td colSpan={2}>Other movements</td>
            <td>
              <Count value={more} />
            </td>
            <td />
          </tr>
        )}
      </tbody>
    </table>
  );
}

function Movers({ whatif, day }: { whatif: Whatif; day: string }) {
  if (whatif.movers.length === 0) return null;
  return (
    <details className={classes.more}>
      <summary>
        Who moves{whatif.movers.length < whatif.moved_count && `, the ${whatif.movers.length} largest`}
      </summary>
      <ul className={classes.movers} aria-label="Accounts that change cell">
        {whatif.movers.map((mover) => (
          <li key={mover.key}>
            <Link to={`/accounts/${encodeURIComponent(mover.key)}?day=${day}`}>{mover.name}</Link>
            <span>
              {mover.from} → {mover.to}
            </span>
            <small>
              {whatif.y.label} <Decimal value={mover.y_before} /> → <Decimal value={mover.y} />
              {', '}
              {whatif.x.label.toLowerCase()} <Decimal value={mover.x_before} /> → <Decimal value={mover.x} />
            </small>
          </li>
        ))}
      </ul>
    </details>
  );
}
