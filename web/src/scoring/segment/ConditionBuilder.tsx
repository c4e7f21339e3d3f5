import { ActionIcon, Button, SegmentedControl, Select, Switch } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { type Group, type Item, isGroup, newGroup, newRow, type Row, replaced } from './conditions';
import { type Fields, operators } from './fields';
import classes from './Segment.module.css';
import { ValueInput } from './ValueInput';

/** What is wrong, and with which item of the tree. */
export interface Wrong {
  id: number;
  message: string;
}

interface ConditionBuilderProps {
  tree: Group;
  fields: Fields;
  wrong: Wrong | undefined;
  onChange: (tree: Group) => void;
}

/** A filter as rows: field, operator, value; in groups of which all or any must hold. */
export function ConditionBuilder({ tree, ...props }: ConditionBuilderProps) {
  return <GroupEditor group={tree} number="" {...props} onRemove={undefined} />;
}

interface GroupEditorProps {
  group: Group;
  /** Where it stands: "2." for what is inside the second item. */
  number: string;
  fields: Fields;
  wrong: Wrong | undefined;
  onChange: (group: Group) => void;
  onRemove: (() => void) | undefined;
}

function GroupEditor({ group, number, fields, wrong, onChange, onRemove }: GroupEditorProps) {
  const name = number === '' ? 'All conditions' : `Group ${number.slice(0, -1)}`;
  const put = (id: number, next: Item | undefined) => onChange(replaced(group, id, next));
  const add = (item: Item) => onChange({ ...group, items: [...group.items, item] });

  return (
    <fieldset className={classes.group} aria-label={name}>
      <div className={classes.join}>
        <SegmentedControl
          size="xs"
          aria-label={`${name}: all or any`}
          data={[
            { value: 'and', label: 'All hold' },
            { value: 'or', label: 'Any holds' },
          ]}
          value={group.join}
          onChange={(join) => onChange({ ...group, join: join as Group['join'] })}
        />
        <Switch
          size="xs"
          label="the opposite"
          aria-label={`${name}: the opposite`}
          checked={group.isNot}
          onChange={(event) => onChange({ ...group, isNot: event.currentTarget.checked })}
        />
        {onRemove && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={`Remove ${name.toLowerCase()}`}
            onClick={onRemove}
          >
            <IconX size={14} />
          </ActionIcon>
        )}
      </div>
      {group.items.map((item, index) =>
        isGroup(item) ? (
          <GroupEditor
            key={item.id}
            group={item}
            number={`${number}${index + 1}.`}
            fields={fields}
            wrong={wrong}
            onChange={(next) => put(item.id, next)}
            onRemove={() => put(item.id, undefined)}
          />
        ) : (
          <RowEditor
            key={item.id}
            row={item}
            label={`Condition ${number}${index + 1}`}
            fields={fields}
            wrong={wrong}
            onChange={(next) => put(item.id, next)}
            onRemove={group.items.length > 1 || onRemove ? () => put(item.id, undefined) : undefined}
          />
        ),
      )}
      {wrong?.id === group.id && <WrongText {...wrong} />}
      <div className={classes.add}>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={13} aria-hidden />}
          onClick={() => add(newRow())}
        >
          Condition
        </Button>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          leftSection={<IconPlus size={13} aria-hidden />}
          onClick={() => add(newGroup([newRow()], group.join === 'and' ? 'or' : 'and'))}
        >
          Group
        </Button>
      </div>
    </fieldset>
  );
}

interface RowEditorProps {
  row: Row;
  label: string;
  fields: Fields;
  wrong: Wrong | undefined;
  onChange: (row: Row) => void;
  onRemove: (() => void) | undefined;
}

function WrongText({ message }: Wrong) {
  return (
    <p className={classes.wrong} role="alert">
      {message}
    </p>
  );
}

function RowEditor({ row, label, fields, wrong, onChange, onRemove }: RowEditorProps) {
  const field = fields.find(row.field);
  const type = field?.type ?? 'text';

  function chooseField(name: string | null) {
    const next = fields.find(name ?? '');
    if (!next) return;
    // A field of another sort begins with what one would ask of it first.
    const isSame = next.type === field?.type;
    const op = isSame ? row.op : (operators[next.type][0]?.value ?? '=');
    onChange({ ...row, field: next.name, op, value: isSame ? row.value : undefined });
  }
  function chooseOperator(op: string | null) {
    if (!op) return;
    const { value } = row;
    const isList = Array.isArray(value);
    const next =
      op === 'in' && !isList && value !== undefined ? [value] : op !== 'in' && isList ? value[0] : value;
    onChange({ ...row, op, value: next });
  }

  return (
    <div className={classes.row} role="group" aria-label={label}>
      <Select
        size="xs"
        aria-label={`${label}: field`}
        placeholder="Field"
        data={fields.choices}
        value={row.field || null}
        onChange={chooseField}
        searchable
        allowDeselect={false}
        nothingFoundMessage="No field is called so"
        limit={60}
      />
      <Select
        size="xs"
        className={classes.operator ?? ''}
        aria-label={`${label}: operator`}
        data={operators[type]}
        value={row.op}
        onChange={chooseOperator}
        allowDeselect={false}
      />
      <div className={classes.value}>
        <ValueInput
          label={`${label}: value`}
          type={type}
          field={field}
          op={row.op}
          value={row.value}
          suggestions={fields.suggestions(row.field)}
          onChange={(value) => onChange({ ...row, value })}
        />
      </div>
      <ActionIcon
        className={classes.remove ?? ''}
        variant="subtle"
        color="gray"
        aria-label={`Remove ${label.toLowerCase()}`}
        disabled={!onRemove}
        onClick={onRemove}
      >
        <IconX size={15} />
      </ActionIcon>
      {wrong?.id === row.id && <WrongText {...wrong} />}
    </div>
  );
}
