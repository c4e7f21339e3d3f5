import { Checkbox, Textarea, TextInput } from '@mantine/core';
import { Count, Percent } from '@/components/numbers';
import type { Schema } from '@/lib/api';
import classes from './Matrices.module.css';
import { type BandId, bandLabel, bandsOf, type CellDef, cellAt, type Draft, placeOf } from './matrixDraft';

interface CellsEditorProps {
  draft: Draft;
  preview: Schema<'Matrix'> | undefined;
  isDisabled: boolean;
  errorAt: (field: string) => string | undefined;
  onChange: (cells: Record<string, CellDef>) => void;
}

/** The grid as it is drawn, each cell with its words in fields. */
export function CellsEditor({ draft, preview, isDisabled, errorAt, onChange }: CellsEditorProps) {
  const across = bandsOf(draft.x);
  const up = [...bandsOf(draft.y)].reverse();
  return (
    <div className={classes.grid} style={{ '--columns': across.length } as React.CSSProperties}>
      {up.map((y, row) => (
        <section
          key={y}
          className={classes.line}
          aria-label={`${bandLabel(draft.y, up.length - 1 - row)}, upwards`}
        >
          <h3>{bandLabel(draft.y, up.length - 1 - row)}</h3>
          {across.map((x, column) => (
            <CellEditor
              key={x}
              cell={cellAt(draft, y, x)}
              column={bandLabel(draft.x, column)}
              shown={preview?.cells.find((cell) => cell.y === y && cell.x === x)}
              isDisabled={isDisabled}
              errorAt={errorAt}
              onChange={(cell) => onChange({ [placeOf(y, x)]: cell })}
            />
          ))}
        </section>
      ))}
      {preview && (
        <p className={classes.rest}>
          <Count value={preview.unknown.count} /> customers are not yet known, of{' '}
          <Count value={preview.customers} /> in all.
        </p>
      )}
    </div>
  );
}

interface CellEditorProps {
  cell: CellDef;
  column: string;
  shown: { count: number; share_pct: number | null } | undefined;
  isDisabled: boolean;
  errorAt: (field: string) => string | undefined;
  onChange: (cell: CellDef) => void;
}

function CellEditor({ cell, column, shown, isDisabled, errorAt, onChange }: CellEditorProps) {
  const words = `${cell.y} × ${cell.x}`;
  const at = (member: keyof CellDef) => errorAt(`${placeOf(cell.y as BandId, cell.x as BandId)} ${member}`);
  return (
    <div className={classes.cell} data-band={cell.y}>
      <div className={classes.top}>
        <span>{column}</span>
        <output aria-label={`Customers in ${words}`}>
          <b>
            <Count value={shown?.count} />
          </b>{' '}
          <Percent value={shown?.share_pct} />
        </output>
      </div>
      <TextInput
        size="xs"
        aria-label={`${words}: name`}
        placeholder="Name"
        maxLength={60}
        disabled={isDisabled}
        value={cell.label}
        error={at('label')}
        onChange={({ currentTarget: { value } }) => onChange({ ...cell, label: value })}
      />
      <Textarea
        size="xs"
        aria-label={`${words}: what to do`}
        placeholder="What to do with accounts that stand here"
        autosize
        minRows={3}
        maxRows={8}
        maxLength={1000}
        disabled={isDisabled}
        value={cell.action}
        error={at('action')}
        onChange={({ currentTarget: { value } }) => onChange({ ...cell, action: value })}
      />
      <Textarea
        size="xs"
        aria-label={`${words}: why`}
        placeholder="Why that is the thing to do"
        autosize
        minRows={2}
        maxRows={6}
        maxLength={1000}
        disabled={isDisabled}
        value={cell.why ?? ''}
        onChange={({ currentTarget: { value } }) => onChange({ ...cell, why: value || null })}
      />
      <div className={classes.bottom}>
        <Checkbox
          size="xs"
          label="If worth it"
          aria-label={`${words}: depends on value`}
          disabled={isDisabled}
          checked={cell.is_economic}
          onChange={({ currentTarget: { checked } }) => onChange({ ...cell, is_economic: checked })}
        />
        <TextInput
          size="xs"
          w={140}
          aria-label={`${words}: id in filters`}
          placeholder="id in filters"
          maxLength={40}
          disabled={isDisabled}
          value={cell.id}
          error={at('id')}
          onChange={({ currentTarget: { value } }) => onChange({ ...cell, id: value })}
        />
      </div>
    </div>
  );
}
