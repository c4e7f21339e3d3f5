import { IntervalBar } from '@/components/interval/IntervalBar';
import { formatShare, withinWords } from '../says';
import classes from './Account.module.css';
import type { AccountRisk } from './useAccountRisk';

const STEP = 10;

/** The probability with its range, beside the share of all: a risk, or not more than usual. */
export function Chance({ risk }: { risk: AccountRisk & { p_pct: number } }) {
  const { p_pct, low_pct, high_pct, base_pct, is_risk } = risk;
  const top = Math.min(100, STEP * Math.ceil(Math.max(p_pct, high_pct ?? 0, base_pct ?? 0, STEP) / STEP));
  return (
    <div className={classes.chance}>
      <p>
        <strong>{formatShare(p_pct)}</strong> that it leaves {withinWords(risk)}
        {low_pct !== null && high_pct !== null && ` (${formatShare(low_pct)} to ${formatShare(high_pct)})`}:{' '}
        <span data-risk={is_risk}>{is_risk ? 'a risk' : 'not surely more than usual'}</span>
      </p>
      <div className={classes.scale}>
        <IntervalBar
          value={p_pct}
          low={low_pct}
          high={high_pct}
          from={0}
          to={top}
          mark={base_pct}
          format={formatShare}
          isFaint={!is_risk}
        />
      </div>
      {base_pct !== null && <small>Thin line: the usual {formatShare(base_pct)}.</small>}
    </div>
  );
}
