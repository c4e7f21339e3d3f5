import { Button, NativeSelect } from '@mantine/core';
import { useId, useState } from 'react';
import { Panel } from '@/components/Panel';
import type { Schema } from '@/lib/api';
import { formatDay } from '@/lib/day';
import { formatMany } from '@/lib/format';
import { type DateOrder, type FileEdit, type MapFile, noEdit } from '../mapping/mapping';
import { ColumnTable } from './ColumnTable';
import { Counts } from './Counts';
import { ForAllRows } from './ForAllRows';
import { Issues } from './Issues';
import classes from './Report.module.css';

type ImportFile = Schema<'ImportFile'>;

interface ReportFileProps {
  file: ImportFile;
  kinds: Schema<'ImportKind'>[];
  /** The mapping's part that the file was read by, if it was read by one. */
  base?: MapFile;
  edit: FileEdit;
  /** Left out: the report is only to be read. */
  onEdit?: (edit: FileEdit) => void;
}

/** One file of an import: what its rows are, what becomes of them, what was found, which column is what. */
export function ReportFile({ file, kinds, base, edit, onEdit }: ReportFileProps) {
  const id = useId();
  const unmatched = file.columns.filter(({ how }) => how === 'unmatched').length;
  const [isOpen, setIsOpen] = useState(onEdit !== undefined && (file.is_refused || unmatched > 0));
  const kind = kinds.find((candidate) => candidate.kind === (edit.kind ?? file.kind));
  const matched = file.columns.filter(({ field }) => field !== null).length;

  return (
    <Panel
      title={file.name}
      hint={<About file={file} />}
      actions={
        onEdit ? (
          <NativeSelect
            size="xs"
            aria-label={`What the rows of ${file.name} are`}
            value={edit.kind ?? file.kind ?? ''}
            onChange={(event) => onEdit({ ...noEdit, kind: event.currentTarget.value })}
            data={[
              ...(file.kind ? [] : [{ value: '', label: 'Not known: choose', disabled: true }]),
              ...kinds.map((candidate) => ({ value: candidate.kind, label: candidate.label })),
            ]}
          />
        ) : (
          <span className={classes.kind}>{kind?.label}</span>
        )
      }
    >
      {!file.is_refused && <Counts file={file} />}
      <Issues issues={file.issues} />
      {onEdit && <AskDateOrder file={file} edit={edit} onEdit={onEdit} />}
      {onEdit && kind && <ForAllRows file={file} kind={kind} base={base} edit={edit} onEdit={onEdit} />}
      <div>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          ml={-8}
          h="auto"
          mih={22}
          styles={{ label: { whiteSpace: 'normal', textAlign: 'start' } }}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setIsOpen(!isOpen)}
        >
          {isOpen ? 'Hide columns' : 'Show columns'}: {matched} of {file.columns.length} are imported
          {unmatched > 0 && `, ${unmatched} not recognised`}
        </Button>
        <div id={id}>{isOpen && <ColumnTable file={file} kind={kind} edit={edit} onEdit={onEdit} />}</div>
      </div>
    </Panel>
  );
}

function About({ file }: { file: ImportFile }) {
  const facts = [
    formatMany(file.rows, 'row'),
    file.mapping && `mapping ${file.mapping}`,
    file.encoding,
    file.delimiter && `separated by ${file.delimiter}`,
    file.from && file.to && `${formatDay(file.from)} to ${formatDay(file.to)}`,
  ];
  return <>{facts.filter(Boolean).join(' · ')}</>;
}

const orders: { value: DateOrder; label: string }[] = [
  { value: 'dmy', label: 'Day before month' },
  { value: 'mdy', label: 'Month before day' },
];

/** Columns whose dates can be read two ways: one answer settles them. */
function AskDateOrder({ file, edit, onEdit }: Required<Pick<ReportFileProps, 'file' | 'edit' | 'onEdit'>>) {
  const texts = file.issues.filter(({ code }) => code === 'ambiguous_dates').map(({ text }) => text);
  const open = file.columns
    .map(({ header }) => header)
    .filter((header) => texts.some((text) => text.includes(`"${header}"`)));
  if (open.length === 0) return null;
  const answers = new Set(open.map((header) => edit.orders[header]));
  return (
    <div className={classes.ask} role="group" aria-label="Order of day and month">
      <span>How are the dates in {open.join(', ')} written?</span>
      {orders.map(({ value, label }) => (
        <Button
          key={value}
          size="compact-xs"
          variant={answers.size === 1 && answers.has(value) ? 'filled' : 'default'}
          onClick={() =>
            onEdit({
              ...edit,
              orders: { ...edit.orders, ...Object.fromEntries(open.map((header) => [header, value])) },
            })
          }
        >
          {label}
        </Button>
      ))}
    </div>
  );
}
