import { Missing } from '@/components/numbers';
import { formatCount, formatPercent } from '@/lib/format';
import classes from './Survey.module.css';

interface AnswerRateProps {
  asked: number;
  answered: number;
  pct: number | null;
}

/** How many of those asked have answered, as a bar and in figures. */
export function AnswerRate({ asked, answered, pct }: AnswerRateProps) {
  if (pct === null) return <Missing reason="nobody was asked" />;
  return (
    <span className={classes.rate}>
      <span aria-hidden>
        <i style={{ width: `${pct}%` }} />
      </span>
      <b>{formatPercent(Math.round(pct))}</b>
      <small>
        {formatCount(answered)} of {formatCount(asked)}
      </small>
    </span>
  );
}
