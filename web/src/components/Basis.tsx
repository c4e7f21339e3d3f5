/** What a score rests on: how much of its card is known, and how old the oldest input is. */
import { IconClockExclamation } from '@tabler/icons-react';
import { formatMany, formatPercent } from '@/lib/format';
import classes from './badges.module.css';

/** Below this a score is marked as resting on little. */
const THIN_PCT = 60;
/** An input older than this is marked: facts come every week or month, ratings once a year. */
const STALE_DAYS = { health: 45, maturity: 365 } as const;

export interface BasisProps {
  of: 'health' | 'maturity';
  coverage: number | null | undefined;
  freshness: number | null | undefined;
  /** "health 3": the card that scored it, where there are several to choose from. */
  card?: string | null | undefined;
}

const known = (of: BasisProps['of']) => (of === 'health' ? 'known' : 'rated');

/** "62% of the card is known, the oldest input is 41 days old, scored by large version 3" */
export function basisText({ of, coverage, freshness, card }: BasisProps): string {
  const parts = [
    coverage == null ? '' : `${formatPercent(coverage)} of the card is ${known(of)}`,
    freshness == null
      ? ''
      : freshness === 0
        ? 'all input is of the day'
        : `the oldest input is ${formatMany(freshness, 'day')} old`,
    card ? `scored by card ${card.replace(' ', ' version ')}` : '',
  ];
  return parts.filter(Boolean).join(', ');
}

/** Marks by shape and word, not by colour alone: a half-filled ring for little, a clock for old. */
export function BasisMarks({ of, coverage, freshness }: BasisProps) {
  const isThin = coverage != null && coverage < THIN_PCT;
  const isStale = freshness != null && freshness > STALE_DAYS[of];
  return (
    <>
      {isThin && (
        <span
          className={classes.mark}
          title={`Rests on little: ${basisText({ of, coverage, freshness: null })}`}
        >
          <svg width="11" height="11" viewBox="0 0 11 11" aria-hidden="true">
            <circle cx="5.5" cy="5.5" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.3" />
            <path d="M5.5 .9a4.6 4.6 0 0 0 0 9.2z" fill="currentColor" />
          </svg>
          <span className="visually-hidden">rests on little</span>
        </span>
      )}
      {isStale && (
        <span className={classes.mark} title={`Old input: ${basisText({ of, coverage: null, freshness })}`}>
          <IconClockExclamation size={13} stroke={1.7} aria-hidden />
          <span className="visually-hidden">old input</span>
        </span>
      )}
    </>
  );
}
