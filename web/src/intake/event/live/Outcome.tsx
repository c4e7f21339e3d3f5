import { IconCircleCheck, IconCopy, IconFilterOff, IconHandStop } from '@tabler/icons-react';
import classes from '../Event.module.css';
import type { LiveEvent } from './joinLive';

export const outcomes = {
  counted: { label: 'Counted', icon: IconCircleCheck },
  aside: { label: 'Set aside', icon: IconHandStop },
  duplicate: { label: 'Seen before', icon: IconCopy },
  dropped: { label: 'Dropped by a rule', icon: IconFilterOff },
} as const;

/** What became of an event: by shape, word and colour. */
export function Outcome({ outcome }: { outcome: LiveEvent['outcome'] }) {
  const { label, icon: Icon } = outcomes[outcome];
  return (
    <span className={classes.outcome} data-outcome={outcome}>
      <Icon size={15} stroke={1.7} aria-hidden /> {label}
    </span>
  );
}
