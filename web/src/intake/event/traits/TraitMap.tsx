import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useCan } from '@/access/session';
import { Confirm } from '@/components/Confirm';
import { Notice } from '@/components/Notice';
import { Panel } from '@/components/Panel';
import { $api } from '@/lib/api';
import { refresh } from '@/lib/queries';
import { sentence } from '@/lib/words';
import classes from './Traits.module.css';
import { faultOf, isSame, mapOf, newRow, rowsOf, type TraitRow } from './traitRows';

interface TraitMapProps {
  kind: 'contact' | 'account';
  title: string;
  /** As it is stored, and as it is when nobody has changed it: traits and the fields they fill. */
  map: object;
  standard: object;
  fields: string[];
}

/** The traits of one kind; nothing is stored before it is saved. */
export function TraitMap({ kind, title, map, standard, fields }: TraitMapProps) {
  const mayChange = useCan('manager');
  const [rows, setRows] = useState(() => rowsOf(map));
  const [isAsked, confirm] = useDisclosure(false);
  const save = $api.useMutation('patch', '/api/v1/event-traits', {
    onSuccess() {
      confirm.close();
      void refresh('/api/v1/event-traits');
    },
  });
  const store = (to: object) => save.mutate({ body: { [kind]: to } });
  const faults = rows.map((row) => faultOf(row, rows));
  const isChanged = !isSame(mapOf(rows), map);

  return (
    <Panel
      title={title}
      actions={
        mayChange &&
        !isSame(map, standard) && (
          <Button size="compact-xs" variant="default" onClick={confirm.open}>
            Standard names…
          </Button>
        )
      }
    >
      {save.error && !isAsked && <Notice tone="bad">{sentence(save.error.message)}</Notice>}
      <form
        aria-label={title}
        onSubmit={(event) => {
          event.preventDefault();
          if (faults.every((fault) => !fault)) store(mapOf(rows));
        }}
      >
        <Rows rows={rows} faults={faults} fields={fields} onChange={setRows} mayChange={mayChange} />
        {mayChange && (
          <div className={classes.buttons}>
            <Button variant="default" disabled={!isChanged} onClick={() => setRows(rowsOf(map))}>
              Undo
            </Button>
            <Button type="submit" disabled={!isChanged} loading={save.isPending}>
              Save
            </Button>
          </div>
        )}
      </form>
      <Confirm
        isOpen={isAsked}
        title="Back to the names of Segment's specification?"
        text="The list as it is now goes. What calls have filled already stays as it is."
        verb="Take the standard names"
        isPending={save.isPending}
        error={save.error}
        onConfirm={() => store(standard)}
        onClose={confirm.close}
      />
    </Panel>
  );
}

/** What may be chosen, and what was: a custom field that is not declared yet takes nothing until it is. */
const fieldsFor = ({ field }: TraitRow, fields: string[]) =>
  !field || fields.includes(field) ? fields : [...fields, field];

interface RowsProps {
  rows: TraitRow[];
  faults: (string | undefined)[];
  fields: string[];
  mayChange: boolean;
  onChange: (rows: TraitRow[]) => void;
}

function Rows({ rows, faults, fields, mayChange, onChange }: RowsProps) {
  const list = useRef<HTMLUListElement>(null);
  const set = (id: number, part: Partial<TraitRow>) =>
    onChange(rows.map((row) => (row.id === id ? { ...row, ...part } : row)));
  const add = () => {
    onChange([...rows, newRow()]);
    // The new row is there with the next picture.
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLInputElement>('li:last-child input')?.focus(),
    );
  };
  return (
    <>
      <ul ref={list} className={classes.rows}>
        {rows.map((row, i) => (
          <li key={row.id}>
            <TextInput
              aria-label={`Trait ${i + 1}`}
              placeholder="address.country"
              value={row.trait}
              onChange={(event) => set(row.id, { trait: event.currentTarget.value })}
              error={faults[i]}
              readOnly={!mayChange}
              spellCheck={false}
            />
            <span aria-hidden>fills</span>
            <Select
              aria-label={`Field ${i + 1}`}
              placeholder="Field"
              data={fieldsFor(row, fields)}
              value={row.field || null}
              onChange={(field) => set(row.id, { field: field ?? '' })}
              readOnly={!mayChange}
              allowDeselect={false}
              searchable
            />
            {mayChange && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Remove ${row.trait || 'the empty row'}`}
                onClick={() => onChange(rows.filter(({ id }) => id !== row.id))}
              >
                <IconX size={15} aria-hidden />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      {mayChange && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={add}
        >
          Add a trait
        </Button>
      )}
    </>
  );
}
