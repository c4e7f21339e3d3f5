import { Link } from 'react-router';
import classes from './Prospect.module.css';
import { ProspectParts } from './ProspectParts';
import { VerdictBadge } from './VerdictBadge';
import type { Prospect } from './verdicts';

/** One prospect: who it is, the verdict and why, what it rests on, and what to find out next. */
export function ProspectItem({ prospect }: { prospect: Prospect }) {
  const { key, name, verdict, why, next, industry, size_band, location, owner } = prospect;
  const about = [industry, size_band, location, owner].filter(Boolean).join(' · ');
  return (
    <li className={classes.prospect} aria-label={name}>
      <div className={classes.who}>
        <Link to={`/accounts/${encodeURIComponent(key)}`}>{name}</Link>
        <small>{about}</small>
      </div>
      <div className={classes.verdict}>
        <VerdictBadge verdict={verdict} />
        <p>{why}</p>
        {next && (
          <p>
            <b>Next:</b> {next}
          </p>
        )}
      </div>
      <ProspectParts prospect={prospect} />
    </li>
  );
}
