import { Notice } from '@/components/Notice';
import type { Schema } from '@/lib/api';

export type Hierarchy = Schema<'Settings'>['hierarchy'];

const weighed: Record<Exclude<Hierarchy, 'alone'>, string> = {
  arr: 'weighed by ARR',
  count: 'each account counting once',
};

/** How parents stand, wherever that is not what one would expect: by the setting. */
export function HierarchyNote({ hierarchy, parents }: { hierarchy: Hierarchy; parents?: number }) {
  if (hierarchy === 'alone' || parents === 0) return null;
  const who = parents === undefined ? 'Parents' : parents === 1 ? 'One parent' : `${parents} parents`;
  return (
    <Notice>
      {who} {parents === 1 ? 'has' : 'have'} the health and maturity of {parents === 1 ? 'its' : 'their'}{' '}
      whole family, {weighed[hierarchy]}. Everybody is counted once, with its own ARR.
    </Notice>
  );
}
