import type { Schema } from '@/lib/api';
import type { FileEdit } from '../mapping/mapping';

type ImportColumn = Schema<'ImportColumn'>;
type ImportKind = Schema<'ImportKind'>;

/** What the choice says for a column that goes nowhere. */
export const NOT_IMPORTED = '-';
/** What it says when the kind was just chosen, so that the next check finds the field. */
export const TO_BE_FOUND = '?';
const CUSTOM = 'custom.';

/** "Region lead" as the name of a custom field: region_lead. */
const customName = (header: string) =>
  header
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 60);

/** The field of a column as a mapping names it; null when its values go nowhere. */
export function targetOf({ field }: ImportColumn, kind: ImportKind): string | null {
  if (field === null || field.startsWith(CUSTOM)) return field;
  if (kind.fields.some(({ name }) => name === field)) return field;
  // Money is named without its unit in mappings: amount for amount_cents.
  return field.replace(/_cents$/, '');
}

export function fieldLabel(field: string | null, kind: ImportKind | undefined): string {
  if (field === null) return '–';
  if (field.startsWith(CUSTOM)) return `Own field: ${field.slice(CUSTOM.length)}`;
  return kind?.fields.find(({ name }) => name === field || `${name}_cents` === field)?.label ?? field;
}

/** What a column is to become, with the changes not yet checked. */
export function plannedTarget(column: ImportColumn, kind: ImportKind, edit: FileEdit): string {
  if (column.header in edit.targets) return edit.targets[column.header] ?? NOT_IMPORTED;
  if (edit.kind !== undefined) return TO_BE_FOUND;
  return targetOf(column, kind) ?? NOT_IMPORTED;
}

/** What a column can become: nothing, a field of the kind, a field of the organisation's own. */
export function optionsOf(column: ImportColumn, kind: ImportKind, target: string) {
  const fields = kind.fields.map(({ name, label, required }) => ({
    value: name,
    label: required ? `${label} (needed)` : label,
  }));
  const own = kind.has_custom ? `${CUSTOM}${customName(column.header)}` : null;
  const customs = [...new Set([own, target.startsWith(CUSTOM) ? target : null])].filter(
    (value) => value !== null && value !== CUSTOM,
  ) as string[];
  const others = [...fields.map(({ value }) => value), ...customs, NOT_IMPORTED, TO_BE_FOUND];
  // A rule that fills several fields stays one choice, as it is.
  const several = !others.includes(target) ? [{ value: target, label: target }] : [];
  return [
    { value: NOT_IMPORTED, label: 'Not imported' },
    ...(target === TO_BE_FOUND ? [{ value: TO_BE_FOUND, label: 'Found by name at the check' }] : []),
    ...several,
    { group: kind.label, items: fields },
    ...(customs.length > 0
      ? [
          {
            group: 'Your own field',
            items: customs.map((value) => ({ value, label: fieldLabel(value, kind) })),
          },
        ]
      : []),
  ];
}
