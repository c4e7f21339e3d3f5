/** A filter as rows and groups that people edit, to and from the JSON form that the server reads. */

export type FilterJson =
  | { and: FilterJson[] }
  | { or: FilterJson[] }
  | { not: FilterJson }
  | { field: string; op: string; value?: unknown };

export type Scalar = string | number | boolean;
export type Value = Scalar | Scalar[] | undefined;

export interface Row {
  id: number;
  field: string;
  op: string;
  value: Value;
}
export interface Group {
  id: number;
  join: 'and' | 'or';
  /** None of it may hold. */
  isNot: boolean;
  items: Item[];
}
export type Item = Row | Group;

export const isGroup = (item: Item): item is Group => 'items' in item;

let lastId = 0;
/** What React tells rows apart by. */
const newId = () => ++lastId;

export const newRow = (field = '', op = '=', value?: Value): Row => ({ id: newId(), field, op, value });
export const newGroup = (items: Item[], join: Group['join'] = 'and', isNot = false): Group => ({
  id: newId(),
  join,
  isNot,
  items,
});

function itemFrom(json: FilterJson): Item {
  if ('and' in json) return newGroup(json.and.map(itemFrom), 'and');
  if ('or' in json) return newGroup(json.or.map(itemFrom), 'or');
  if (!('not' in json)) return newRow(json.field, json.op, json.value as Value);
  const inner = itemFrom(json.not);
  // "not not x" needs a group for each.
  return isGroup(inner) && !inner.isNot ? { ...inner, isNot: true } : newGroup([inner], 'and', true);
}

/** The whole is always a group, so that there is a place to add a row. */
export function fromJson(json: FilterJson | null | undefined): Group {
  if (!json) return newGroup([newRow()]);
  const item = itemFrom(json);
  return isGroup(item) ? item : newGroup([item]);
}

export const takesNoValue = (op: string) => op === 'is missing' || op === 'is not missing';

function isWhole(row: Row): boolean {
  if (row.field === '') return false;
  if (takesNoValue(row.op)) return true;
  return Array.isArray(row.value) ? row.value.length > 0 : row.value !== undefined && row.value !== '';
}

/** Undefined while a row lacks something, or there is none. */
export function toJson(item: Item): FilterJson | undefined {
  if (!isGroup(item)) {
    if (!isWhole(item)) return undefined;
    const { field, op, value } = item;
    return takesNoValue(op) ? { field, op } : { field, op, value };
  }
  const parts = item.items.map(toJson);
  if (parts.length === 0 || parts.includes(undefined)) return undefined;
  const given = parts as FilterJson[];
  const [only] = given;
  const whole = given.length === 1 && only ? only : item.join === 'and' ? { and: given } : { or: given };
  return item.isNot ? { not: whole } : whole;
}

/** The tree with one item put in another's place, or taken out (undefined). Groups left empty go. */
export function replaced(group: Group, id: number, next: Item | undefined): Group {
  const items = group.items.flatMap((item): Item[] => {
    if (item.id === id) return next ? [next] : [];
    if (!isGroup(item)) return [item];
    const inner = replaced(item, id, next);
    return inner.items.length > 0 ? [inner] : [];
  });
  return { ...group, items };
}

/**
 * The item that the server found at fault: "filter_json.and[1].not.value" is the second of the rows. Ways through
 * the tree are those that `toJson` made it of.
 */
export function itemAt(whole: Group, path: string): Item | undefined {
  const steps = path.split('.').slice(1);
  let item: Item | undefined = whole;
  while (item && isGroup(item)) {
    if (item.isNot && steps[0] === 'not') steps.shift();
    if (item.items.length === 1) {
      item = item.items[0];
      continue;
    }
    const step = /^(?:and|or)\[(\d+)\]$/.exec(steps[0] ?? '');
    if (!step) return item;
    steps.shift();
    item = item.items[Number(step[1])];
  }
  return item;
}
