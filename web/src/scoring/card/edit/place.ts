import type { Schema } from '@/lib/api';

type Card = Schema<'Card'>;

/** Where the server found the fault, by the names on the page: "card.groups[0].measures[1].scale". */
export function placeOf(card: Card, field: string | undefined): string {
  const found = /groups\[(\d+)\](?:\.measures\[(\d+)\])?/.exec(field ?? '');
  const group = card.groups[Number(found?.[1] ?? -1)];
  if (!group) return '';
  const measure = group.measures[Number(found?.[2] ?? -1)];
  return measure ? `${group.label} / ${measure.label}: ` : `${group.label}: `;
}
