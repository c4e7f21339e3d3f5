import { type Band, HealthShape } from '@/components/HealthBadge';
import classes from './Prospect.module.css';
import { type Verdict, verdictOf } from './verdicts';

const bands: Record<Verdict, Band> = {
  qualified: 'high',
  nurture: 'medium',
  unqualified: 'low',
  unknown: 'unknown',
};

/** A verdict as shape, colour and word. */
export function VerdictBadge({ verdict }: { verdict: Verdict }) {
  return (
    <span className={classes.badge} data-verdict={verdict}>
      <HealthShape band={bands[verdict]} />
      {verdictOf(verdict).label}
    </span>
  );
}
