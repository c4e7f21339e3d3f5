import { formatDecimal } from '@/lib/format';
import { BasisMarks, basisText } from './Basis';
import classes from './badges.module.css';
import { type Band, bandOf } from './HealthBadge';

const steps: Record<Band, number> = { unknown: 0, low: 1, medium: 2, high: 3 };

export const maturityLabels: Record<Band, string> = {
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  unknown: 'Not known',
};

/** The steps alone tell the band; they stand in an element of the class `maturity`, which colours them. */
function MaturitySteps({ band }: { band: Band }) {
  return (
    <svg width="13" height="10" viewBox="0 0 13 10" aria-hidden="true">
      {[1, 2, 3].map((step) => (
        <rect
          key={step}
          x={(step - 1) * 4.6}
          y={10 - step * 3.2}
          width="3.4"
          height={step * 3.2}
          rx="1"
          data-filled={step <= steps[band]}
        />
      ))}
    </svg>
  );
}

/** A band of a maturity card by its own word. */
export function MaturityBand({ band, label }: { band: string; label: string }) {
  const known = bandOf(band);
  return (
    <span className={classes.maturity} data-band={known}>
      <MaturitySteps band={known} />
      {label}
    </span>
  );
}

interface MaturityBadgeProps {
  score: number | null | undefined;
  band: string | null | undefined;
  isFull?: boolean;
  /** How much of the card is known, in per cent, and the age of the oldest input in days. */
  coverage?: number | null | undefined;
  freshness?: number | null | undefined;
  /** "health 3": the card that scored it, where there are several to choose from. */
  card?: string | null | undefined;
}

/** Maturity 1–5 as rising steps: how many are filled is the band. */
export function MaturityBadge({
  score,
  band,
  isFull = false,
  coverage,
  freshness,
  card,
}: MaturityBadgeProps) {
  const known = score == null ? 'unknown' : bandOf(band);
  const basis = { of: 'maturity', coverage, freshness, card } as const;
  return (
    <span
      className={classes.maturity}
      data-band={known}
      title={[`Maturity: ${maturityLabels[known].toLowerCase()}`, basisText(basis)]
        .filter(Boolean)
        .join('. ')}
    >
      <MaturitySteps band={known} />
      {score != null && <span className={classes.score}>{formatDecimal(score)}</span>}
      <span className={isFull || score == null ? undefined : 'visually-hidden'}>{maturityLabels[known]}</span>
      {score != null && <BasisMarks {...basis} />}
    </span>
  );
}
