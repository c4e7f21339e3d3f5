/** The list with one of its items moved by so many places; what would leave it stays at its end. */
export function moved<Item>(list: readonly Item[], at: number, by: number): Item[] {
  const next = [...list];
  const taken = next.splice(at, 1);
  next.splice(Math.max(0, at + by), 0, ...taken);
  return next;
}

/** The list with another item in that place. */
export const replaced = <Item>(list: readonly Item[], at: number, item: Item): Item[] =>
  list.map((old, k) => (k === at ? item : old));

/** The list without the item in that place. */
export const without = <Item>(list: readonly Item[], at: number): Item[] => list.filter((_, k) => k !== at);
