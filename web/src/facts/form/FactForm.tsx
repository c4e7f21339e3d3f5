import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import layout from '@/components/Form.module.css';
import { Notice } from '@/components/Notice';
import { ErrorState, Loading } from '@/components/states';
import { type FormField, type FormGroup, formFields } from '@/facts/factKind';
import { Problem } from '@/lib/api';
import { sayWord, sentence } from '@/lib/words';
import classes from './FactForm.module.css';
import { FieldInput } from './FieldInput';
import type { FieldTable } from './fieldTable';
import { changesOf, type Values } from './fieldValues';
import { useFieldTable } from './useFieldTable';

interface FactFormProps<Fact> {
  schema: string;
  groups: FormGroup<Fact>[];
  /** The fact to be changed; left out for a new one. */
  fact?: Fact | undefined;
  /** What a new one starts with. */
  start?: Partial<Fact> | undefined;
  account?: string | undefined;
  /** Values in use elsewhere, by field. */
  known?: Record<string, string[]> | undefined;
  /** The verb of the button. */
  verb: string;
  isPending: boolean;
  error: Error | null;
  /** What was changed, or for a new fact all that was given; and the form, for fields of one's own. */
  onSubmit: (values: Values, form: FormData) => void;
  onCancel: () => void;
  /** Further fields after the groups. */
  children?: ReactNode;
  /** At the other end of the buttons' row. */
  aside?: ReactNode;
}

/** A form made from the kind's field table: `groups` chooses the fields and names them. */
export function FactForm<Fact extends object>(props: FactFormProps<Fact>) {
  const { table, error } = useFieldTable(props.schema);
  if (error) return <ErrorState error={error} />;
  if (!table) return <Loading label="Loading the form" />;
  return <Form {...props} table={table} />;
}

/** "amount_cents" → "Amount". */
const labelOf = ({ label, name }: { label?: string; name: string }) =>
  label ?? sayWord(name.replace(/_(cents|pct|day)$/, ''));

/** The field a refusal is about: `roles` for `roles[0]`. */
const refusedField = (error: Error | null) =>
  error instanceof Problem ? error.field?.replace(/[[.].*$/, '') : undefined;

function Form<Fact extends object>(props: FactFormProps<Fact> & { table: FieldTable }) {
  const { table, groups, fact, start, error, onSubmit, children } = props;
  const form = useRef<HTMLFormElement>(null);
  const shown = formFields(groups).filter(
    (field) => isShown(field, fact !== undefined) && table.has(field.name),
  );
  const rows = shown.flatMap(({ name }) => table.get(name) ?? []);
  const refused = refusedField(error);
  const isAtField = rows.some(({ name }) => name === refused);
  const values = (fact ?? start ?? {}) as Values;

  // Whoever was refused wants to type there.
  useEffect(() => {
    if (error && refused)
      form.current?.querySelector<HTMLElement>(`[name="${CSS.escape(refused)}"]`)?.focus();
  }, [error, refused]);

  return (
    <form
      ref={form}
      className={layout.form}
      onSubmit={(event) => {
        event.preventDefault();
        const given = new FormData(event.currentTarget);
        onSubmit(changesOf(rows, fact as Values | undefined, given), given);
      }}
    >
      {groups.map((group, index) => (
        <Group key={group.title ?? index} title={group.title}>
          {formFields([group])
            .filter((field) => shown.some(({ name }) => name === field.name))
            .map((field) => (
              <Field
                key={field.name}
                field={field}
                value={values[field.name]}
                error={error && refused === field.name ? sentence(error.message) : undefined}
                table={table}
                account={props.account}
                known={props.known}
              />
            ))}
        </Group>
      ))}
      {children}
      <Footer {...props} error={isAtField ? null : error} />
    </form>
  );
}

/** The key is given once; later it is how the fact is found again. */
const isShown = ({ name }: { name: string }, isChange: boolean) => !(isChange && name === 'key');

function Group({ title, children }: { title: string | undefined; children: ReactNode }) {
  return (
    <fieldset>
      {title && <legend>{title}</legend>}
      {children}
    </fieldset>
  );
}

interface FieldProps<Fact> {
  field: FormField<Fact>;
  value: unknown;
  error: string | undefined;
  table: FieldTable;
  account?: string | undefined;
  known?: Record<string, string[]> | undefined;
}

function Field<Fact>({ field, value, error, table, account, known }: FieldProps<Fact>) {
  const row = table.get(field.name);
  if (!row) return null;
  return (
    <FieldInput
      row={row}
      label={labelOf(field)}
      help={field.help ?? row.help}
      choices={field.choices}
      value={value}
      error={error}
      account={account}
      known={known?.[field.name]}
      isWide={field.isWide ?? false}
    />
  );
}

interface FooterProps {
  verb: string;
  isPending: boolean;
  error: Error | null;
  onCancel: () => void;
  aside?: ReactNode;
}

function Footer({ verb, isPending, error, onCancel, aside }: FooterProps) {
  return (
    <footer className={layout.footer}>
      {error && <Notice tone="bad">{sentence(error.message)}</Notice>}
      <div>
        <div className={classes.aside}>{aside}</div>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" loading={isPending}>
          {verb}
        </Button>
      </div>
    </footer>
  );
}
