import classes from './Track.module.css';

interface TrackProps {
  /** How much of the track is filled, 0 to 1; null where it is not known. */
  share: number | null;
  /** How much of the room the track takes, 0 to 1. */
  length?: number;
  /** The colour of a band; the accent without. */
  tone?: string | undefined;
}

/** A share as a bar in its track. It is for the eye only: the figure stands beside it. */
export function Track({ share, length = 1, tone }: TrackProps) {
  return (
    <span
      className={classes.track}
      data-missing={share === null}
      style={{ width: percent(length) }}
      aria-hidden
    >
      {share !== null && <span data-tone={tone} style={{ width: percent(share) }} />}
    </span>
  );
}

const percent = (share: number) => `${100 * Math.min(1, Math.max(0, share))}%`;
