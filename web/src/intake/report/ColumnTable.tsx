import { NativeSelect, Select } from '@mantine/core';
import type { Schema } from '@/lib/api';
import type { DateOrder, FileEdit } from '../mapping/mapping';
import classes from './Report.module.css';
import { fieldLabel, NOT_IMPORTED, optionsOf, plannedTarget } from './targets';

type ImportColumn = Schema<'ImportColumn'>;

interface ColumnTableProps {
  file: Schema<'ImportFile'>;
  kind: Schema<'ImportKind'> | undefined;
  edit: FileEdit;
  onEdit?: (edit: FileEdit) => void;
}

const hows: Record<ImportColumn['how'], string> = {
  name: 'by its name',
  synonym: 'by a synonym',
  mapping: 'by the mapping',
  custom: 'as a field of your own',
  ignored: 'left out',
  unmatched: 'not recognised',
};

/** Which column fills which field, with its first values; changeable before the import. */
export function ColumnTable({ file, kind, edit, onEdit }: ColumnTableProps) {
  return (
    <table className={classes.columns}>
      <caption className="visually-hidden">Columns of {file.name}</caption>
      <thead>
        <tr>
          <th scope="col" className={classes.head}>
            Column
          </th>
          <th scope="col" className={classes.head}>
            First values
          </th>
          <th scope="col" className={classes.head}>
            Becomes
          </th>
          <th scope="col" className={classes.head}>
            Found
          </th>
        </tr>
      </thead>
      <tbody>
        {file.columns.map((column, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a refused file may have the same header twice
          <tr key={index} data-how={column.header in edit.targets ? 'edited' : column.how}>
            <th scope="row" className={classes.header}>
              {column.header || <i>no header</i>}
            </th>
            <td className={classes.sample}>{column.sample.join(', ')}</td>
            <td>
              {onEdit && kind ? (
                <Target column={column} kind={kind} edit={edit} onEdit={onEdit} isRefused={file.is_refused} />
              ) : (
                fieldLabel(column.field, kind)
              )}
            </td>
            <td className={classes.how}>
              {column.header in edit.targets ? 'changed, not yet checked' : hows[column.how]}
              {column.note && !(column.header in edit.targets) && <small>{column.note}</small>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface TargetProps {
  column: ImportColumn;
  kind: Schema<'ImportKind'>;
  edit: FileEdit;
  onEdit: (edit: FileEdit) => void;
  isRefused: boolean;
}

function Target({ column, kind, edit, onEdit, isRefused }: TargetProps) {
  const { header } = column;
  const target = plannedTarget(column, kind, edit);
  const field = kind.fields.find(({ name }) => name === target);
  const isDate = field?.type === 'day' || field?.type === 'time';

  return (
    <div className={classes.target}>
      <Select
        size="xs"
        aria-label={`What ${header} becomes`}
        data={optionsOf(column, kind, target)}
        value={target}
        onChange={(value) =>
          onEdit({ ...edit, targets: { ...edit.targets, [header]: value === NOT_IMPORTED ? null : value } })
        }
        allowDeselect={false}
        searchable
        nothingFoundMessage="No field is called so"
        maxDropdownHeight={280}
        comboboxProps={{ width: 260, position: 'bottom-start' }}
      />
      {isDate && (
        <NativeSelect
          size="xs"
          aria-label={`Order of the dates in ${header}`}
          value={edit.orders[header] ?? (isRefused ? '' : (column.date_order ?? ''))}
          onChange={(event) =>
            onEdit({
              ...edit,
              orders: { ...edit.orders, [header]: event.currentTarget.value as DateOrder },
            })
          }
          data={[
            { value: '', label: 'as found', disabled: true },
            { value: 'ymd', label: 'year-month-day' },
            { value: 'dmy', label: 'day-month-year' },
            { value: 'mdy', label: 'month-day-year' },
          ]}
        />
      )}
    </div>
  );
}
