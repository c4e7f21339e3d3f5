import { formatDecimal, formatFloor } from '@/lib/format';
import { BasisMarks, basisText } from './Basis';
import classes from './badges.module.css';

export type Band = 'low' | 'medium' | 'high' | 'unknown';

export const bandOf = (band: string | null | undefined): Band =>
  band === 'low' || band === 'medium' || band === 'high' ? band : 'unknown';

export const healthLabels: Record<Band, string> = {
  high: 'Healthy',
  medium: 'Watch',
  low: 'At risk',
  unknown: 'Not known',
};

/** The shape alone tells the band: disc high, diamond medium, triangle low, ring not known. */
export function HealthShape({ band, size = 10 }: { band: Band; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 10 10"
      className={classes.shape}
      data-band={band}
      aria-hidden="true"
    >
      {band === 'high' && <circle cx="5" cy="5" r="4.3" />}
      {band === 'medium' && <path d="M5 .4 9.6 5 5 9.6.4 5z" />}
      {band === 'low' && <path d="M.4 1.200h9.200L5 9.400z" />}
      {band === 'unknown' && <circle cx="5" cy="5" r="3.6" fill="none" strokeWidth="1.4" />}
    </svg>
  );
}

interface HealthBadgeProps {
  score: number | null | undefined;
  band: string | null | undefined;
  /** Writes the band's word too, not only for those who listen. */
  isFull?: boolean;
  /** How much of the card is known, in per cent, and the age of the oldest input in days. */
  coverage?: number | null | undefined;
  freshness?: number | null | undefined;
  /** "health 3": the card that scored it, where there are several to choose from. */
  card?: string | null | undefined;
}

/** Health 0–100 as shape, colour, number and word. */
export function HealthBadge({ score, band, isFull = false, coverage, freshness, card }: HealthBadgeProps) {
  const known = score == null ? 'unknown' : bandOf(band);
  const basis = { of: 'health', coverage, freshness, card } as const;
  return (
    <span
      className={classes.badge}
      data-band={known}
      title={[
        score == null ? healthLabels[known] : `${healthLabels[known]}: ${formatDecimal(score)}`,
        basisText(basis),
      ]
        .filter(Boolean)
        .join('. ')}
    >
      <HealthShape band={known} />
      {score != null && <span className={classes.score}>{formatFloor(score)}</span>}
      <span className={isFull || score == null ? undefined : 'visually-hidden'}>{healthLabels[known]}</span>
      {score != null && <BasisMarks {...basis} />}
    </span>
  );
}
