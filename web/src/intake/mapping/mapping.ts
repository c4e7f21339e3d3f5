import type { Schema } from '@/lib/api';

type ImportFile = Schema<'ImportFile'>;
type ImportColumn = Schema<'ImportColumn'>;

export type DateOrder = 'ymd' | 'dmy' | 'mdy';

interface Rule {
  field?: string;
  ignore?: string;
  date_order?: DateOrder;
}
type ColumnRule = string | Rule | (string | Rule)[];

/** The mapping format of docs/import.md, as far as this page writes it; the rest is passed on. */
export interface MapFile {
  match?: string;
  kind: string;
  columns: Record<string, ColumnRule>;
  constants?: Record<string, string | number | boolean>;
  ignore?: string[];
}
export interface Mapping {
  name: string;
  files: MapFile[];
}

/** What the user changed about one file; null as a target: the column is not imported. */
export interface FileEdit {
  kind?: string;
  targets: Record<string, string | null>;
  orders: Record<string, DateOrder>;
  /** One value for all rows, by field; '' takes back what the mapping says. */
  constants: Record<string, string>;
}
export type Edits = Record<string, FileEdit>;

export const noEdit: FileEdit = { targets: {}, orders: {}, constants: {} };

export const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && Array.isArray((value as Mapping).files);

/** A file name as a pattern that fits only this name. */
const exactly = (name: string) => name.replace(/[\\*?[\]]/g, '\\$&');

const headersOf = ({ columns, ignore }: MapFile) => [...Object.keys(columns), ...(ignore ?? [])];

/** The part of a mapping that a file was read by: made for it, or naming only columns it has. */
export function partOf(mapping: Mapping | undefined, file: ImportFile): MapFile | undefined {
  const parts = mapping?.files.filter(({ kind }) => kind === file.kind) ?? [];
  const has = new Set(file.columns.map(({ header }) => header.toLowerCase()));
  return (
    parts.find(({ match }) => match === exactly(file.name)) ??
    parts.find((part) => headersOf(part).every((header) => has.has(header.toLowerCase())))
  );
}

const fieldsOf = (rule: ColumnRule): string[] =>
  (Array.isArray(rule) ? rule : [rule]).flatMap((one) =>
    typeof one === 'string' ? [one] : one.field ? [one.field] : [],
  );

/** Takes a header out of a part, whatever it was for. */
function forget(part: Required<MapFile>, header: string) {
  delete part.columns[header];
  part.ignore = part.ignore.filter((other) => other !== header);
}

/** A field is filled by one column only: whoever had it before gives it up. */
function claim(part: Required<MapFile>, header: string, field: string) {
  for (const [other, rule] of Object.entries(part.columns)) {
    if (other !== header && fieldsOf(rule).includes(field)) {
      forget(part, other);
      part.ignore.push(other);
    }
  }
  delete part.constants[field];
  part.columns[header] = field;
}

function withOrder(rule: ColumnRule | undefined, field: string, date_order: DateOrder): ColumnRule {
  if (rule === undefined || typeof rule === 'string')
    return { field: typeof rule === 'string' ? rule : field, date_order };
  if (Array.isArray(rule)) {
    return rule.map((one) => (typeof one === 'string' ? { field: one, date_order } : { ...one, date_order }));
  }
  return { ...rule, date_order };
}

function edited(file: ImportFile, base: MapFile | undefined, edit: FileEdit): Required<MapFile> | null {
  const kind = edit.kind ?? file.kind;
  if (!kind) return null;
  const kept = kind === file.kind ? base : undefined;
  const part = structuredClone({
    columns: {},
    constants: {},
    ignore: [],
    ...kept,
    kind,
    match: exactly(file.name),
  }) as Required<MapFile>;
  for (const [header, target] of Object.entries(edit.targets)) {
    forget(part, header);
    if (target === null) part.ignore.push(header);
    else claim(part, header, target);
  }
  for (const [header, order] of Object.entries(edit.orders)) {
    const field = file.columns.find((column) => column.header === header)?.field;
    const rule = part.columns[header];
    if (rule !== undefined || field) part.columns[header] = withOrder(rule, field ?? '', order);
  }
  for (const [field, text] of Object.entries(edit.constants)) {
    if (text.trim() === '') delete part.constants[field];
    else part.constants[field] = text.trim();
  }
  return part;
}

export interface Source {
  name: string;
  files: ImportFile[];
  edits: Edits;
  /** The part a file was read by until now, if it was read by a mapping. */
  baseOf: (file: ImportFile) => MapFile | undefined;
}

/** The mapping to check again with: the parts used so far, with the edits. */
export function editedMapping({ name, files, edits, baseOf }: Source): Mapping {
  const parts = files.flatMap((file) => {
    const base = baseOf(file);
    const edit = edits[file.name];
    const part = base || edit ? edited(file, base, edit ?? noEdit) : null;
    return part ? [part] : [];
  });
  return { name, files: parts };
}

const order = ({ date_order }: ImportColumn) =>
  date_order === 'dmy' || date_order === 'mdy' ? date_order : undefined;

/** The mapping to keep: it names every column, so that Ripen finds it again by the columns. */
export function wholeMapping(source: Source): Mapping {
  const parts = source.files.flatMap((file) => {
    const part = edited(file, source.baseOf(file), source.edits[file.name] ?? noEdit);
    if (!part) return [];
    for (const column of file.columns) {
      const { header, field } = column;
      if (header in part.columns || part.ignore.includes(header)) continue;
      const found = order(column);
      if (!field || column.how === 'ignored') part.ignore.push(header);
      else part.columns[header] = found ? { field, date_order: found } : field;
    }
    return [part];
  });
  return { name: source.name, files: parts };
}
