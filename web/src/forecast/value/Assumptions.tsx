import { Link } from 'react-router';
import { formatCount, formatMany, formatNumber } from '@/lib/format';
import classes from './Value.module.css';
import type { ValueList } from './valueChoice';

/** What was assumed, where that is changed, and of whom nothing is said. */
export function Assumptions({ list }: { list: ValueList }) {
  const { all, discount_pct, default_gross_margin_pct } = list;
  const hasInterval = all.ltv_3y_low_cents !== null;
  return (
    <ul className={classes.notes}>
      <li>
        Discounted by {formatNumber(discount_pct)} % a year. {marginText(all, default_gross_margin_pct)}{' '}
        <Link to="/settings/organisation">Change both in the settings</Link>.
      </li>
      <li>
        What customers pay now is taken to stay as it is; how long they stay is{' '}
        <Link to="/forecast/retention">the retention of contracts like theirs</Link>, at the next renewal the
        model of risk where one predicts.
      </li>
      {!hasInterval && all.accounts > 0 && (
        <li>
          There is no interval: by the fit some customers never leave, and nothing tells how sure that is.
        </li>
      )}
      {all.unknown > 0 && (
        <li>
          {formatMany(all.unknown, 'customer')} not counted: what they pay is not known or nothing, or too few
          like them came to a renewal.
        </li>
      )}
    </ul>
  );
}

function marginText({ accounts, default_margins }: ValueList['all'], margin: number): string {
  const taken = `${formatNumber(margin)} %`;
  if (default_margins === 0) return 'Each has a gross margin of its own.';
  if (default_margins === accounts) return `No gross margin is known; ${taken} is taken for all.`;
  return `${formatCount(default_margins)} of ${formatCount(accounts)} have no gross margin of their own; ${taken} is taken.`;
}
