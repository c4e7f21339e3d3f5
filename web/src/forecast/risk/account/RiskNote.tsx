import { Link, useLocation } from 'react-router';
import { formatShare, withinWords } from '../says';
import classes from './Account.module.css';
import { isTold, useAccountRisk } from './useAccountRisk';

/** One line for a customer that is called a risk; of the others there is nothing to say in short. */
export function RiskNote({ account }: { account: string }) {
  const { pathname } = useLocation();
  const { data } = useAccountRisk(account);
  if (!data || !isTold(data) || !data.is_risk) return null;
  return (
    <small>
      <Link to={`${pathname}?tab=risk`} title={`That it leaves ${withinWords(data)}`}>
        <span className={classes.left}>a risk: {formatShare(data.p_pct)} to leave</span>
      </Link>
    </small>
  );
}
