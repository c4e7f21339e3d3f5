/** The mapping of traits as a form has it: rows in their order, which says what counts first. */
export interface TraitRow {
  id: number;
  trait: string;
  field: string;
}

let ids = 0;
export const newRow = (trait = '', field = ''): TraitRow => ({ id: ++ids, trait, field });

export const rowsOf = (map: object): TraitRow[] =>
  Object.entries(map).map(([trait, field]) => newRow(trait, String(field)));

/** As the API takes it. Rows without a trait are left out; blanks around one are no part of it. */
export const mapOf = (rows: TraitRow[]): Record<string, string> =>
  Object.fromEntries(
    rows.filter(({ trait }) => trait.trim()).map(({ trait, field }) => [trait.trim(), field]),
  );

/** What is wrong with a row before the server is asked. */
export function faultOf(row: TraitRow, rows: TraitRow[]): string | undefined {
  const trait = row.trait.trim();
  if (!trait) return undefined;
  if (!row.field) return 'Say which field it fills';
  const first = rows.find((other) => other.trait.trim() === trait);
  return first === row ? undefined : 'Stands above already';
}

export const isSame = (a: object, b: object) => JSON.stringify(a) === JSON.stringify(b);
