/** The ways in which ARR moves, in the order of the bridge. */
import type { Palette } from '@/components/chart/palette';
import type { Schema } from '@/lib/api';

export type Month = Schema<'RevenueMonth'>;
export type KindId = 'new' | 'reactivation' | 'expansion' | 'contraction' | 'churn' | 'unknown';

export interface Kind {
  id: KindId;
  label: string;
  /** Change of ARR in cents, signed. */
  change: (month: Month) => number;
  color: (palette: Palette) => string | undefined;
}

export const kinds: Kind[] = [
  { id: 'new', label: 'New', change: (m) => m.new_cents, color: ({ series }) => series[3] },
  {
    id: 'reactivation',
    label: 'Reactivation',
    change: (m) => m.reactivation_cents,
    color: ({ series }) => series[1],
  },
  { id: 'expansion', label: 'Expansion', change: (m) => m.expansion_cents, color: ({ series }) => series[0] },
  {
    id: 'contraction',
    label: 'Contraction',
    change: (m) => 0 - m.contraction_cents,
    color: ({ series }) => series[2],
  },
  { id: 'churn', label: 'Churn', change: (m) => 0 - m.churn_cents, color: (palette) => palette['low-fill'] },
  {
    id: 'unknown',
    label: 'Not known',
    change: (m) => m.unknown_cents,
    color: (palette) => palette['unknown-fill'],
  },
];

/** Those worth a place: what cannot be told only where there is some. */
export const kindsOf = (months: Month[]) =>
  kinds.filter(({ id, change }) => id !== 'unknown' || months.some((month) => change(month) !== 0));

export const kindOf = (id: string | undefined) => kinds.find((kind) => kind.id === id);
/** All that moved, up and down. */
export const netOf = (month: Month) => kinds.reduce((sum, { change }) => sum + change(month), 0);
