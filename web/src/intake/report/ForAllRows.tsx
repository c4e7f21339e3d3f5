import { NativeSelect, TextInput } from '@mantine/core';
import type { Schema } from '@/lib/api';
import type { FileEdit, MapFile } from '../mapping/mapping';
import classes from './Report.module.css';
import { plannedTarget } from './targets';

type Field = Schema<'ImportTarget'>;

interface ForAllRowsProps {
  file: Schema<'ImportFile'>;
  kind: Schema<'ImportKind'>;
  /** The mapping's part for the file, with the values it gives to all rows. */
  base: MapFile | undefined;
  edit: FileEdit;
  onEdit: (edit: FileEdit) => void;
}

/** Fields the file must have and has no column for: one value for all its rows. */
export function ForAllRows({ file, kind, base, edit, onEdit }: ForAllRowsProps) {
  const given = edit.kind === undefined ? (base?.constants ?? {}) : {};
  const filled = new Set(file.columns.map((column) => plannedTarget(column, kind, edit)));
  // Which columns a newly chosen kind finds is not known before the check.
  const isOpen = edit.kind === undefined;
  const fields = kind.fields.filter(
    ({ name, required }) =>
      name in given || name in edit.constants || (isOpen && required && name !== 'key' && !filled.has(name)),
  );
  if (fields.length === 0) return null;
  return (
    <fieldset className={classes.all}>
      <legend>The same for all rows</legend>
      {fields.map((field) => (
        <Value
          key={field.name}
          field={field}
          value={edit.constants[field.name] ?? String(given[field.name] ?? '')}
          onChange={(text) => onEdit({ ...edit, constants: { ...edit.constants, [field.name]: text } })}
        />
      ))}
    </fieldset>
  );
}

interface ValueProps {
  field: Field;
  value: string;
  onChange: (text: string) => void;
}

function Value({ field, value, onChange }: ValueProps) {
  const { label, help, choices } = field;
  const common = { size: 'xs' as const, label, description: help, value };
  if (choices.length > 0) {
    return (
      <NativeSelect
        {...common}
        data={[{ value: '', label: 'None' }, ...choices]}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  return <TextInput {...common} maxLength={200} onChange={(event) => onChange(event.currentTarget.value)} />;
}
