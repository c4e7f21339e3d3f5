import { Autocomplete, MultiSelect, NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import { type Scalar, takesNoValue, type Value } from './conditions';
import { asValue, type FilterField } from './fields';
import { valueLabel } from './labels';

interface ValueInputProps {
  label: string;
  type: FilterField['type'];
  field: FilterField | undefined;
  op: string;
  value: Value;
  suggestions: string[];
  onChange: (value: Value) => void;
}

const textOf = (value: Scalar | undefined) => (value === undefined ? '' : String(value));
const listOf = (value: Value) =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(String);
const oneOf = (value: Value) => (Array.isArray(value) ? value[0] : value);

/** A value in the way of its field: a list to choose from, a number, a day, a text. */
export function ValueInput(props: ValueInputProps) {
  const { label, type, op } = props;
  if (takesNoValue(op)) return null;
  if (op === 'in') return <ListInput {...props} />;
  if (type === 'choice' || type === 'segment' || type === 'boolean') return <ChoiceInput {...props} />;
  if (type === 'number') return <NumberValue {...props} />;
  if (type === 'day')
    return (
      <TextInput
        size="xs"
        type="date"
        aria-label={label}
        value={textOf(oneOf(props.value))}
        onChange={(event) => props.onChange(event.currentTarget.value || undefined)}
      />
    );
  return (
    <Autocomplete
      size="xs"
      aria-label={label}
      placeholder="Text"
      data={props.suggestions}
      limit={20}
      value={textOf(oneOf(props.value))}
      onChange={(text) => props.onChange(text === '' ? undefined : text)}
    />
  );
}

function choicesOf(field: FilterField | undefined) {
  if (field?.type === 'boolean')
    return [
      { value: 'true', label: 'yes' },
      { value: 'false', label: 'no' },
    ];
  return (field?.values ?? []).map((value, index) => ({
    value,
    label: valueLabel(field?.name, value, field?.labels[index]),
  }));
}

function ChoiceInput({ label, type, field, value, onChange }: ValueInputProps) {
  return (
    <Select
      size="xs"
      aria-label={label}
      placeholder={type === 'segment' ? 'Segment' : 'Choose'}
      data={choicesOf(field)}
      value={textOf(oneOf(value)) || null}
      onChange={(text) => onChange(asValue(type, text ?? ''))}
      searchable
      allowDeselect={false}
      nothingFoundMessage={type === 'segment' ? 'No segment is called so' : 'Nothing is called so'}
    />
  );
}

function NumberValue({ label, value, onChange }: ValueInputProps) {
  const shown = oneOf(value);
  return (
    <NumberInput
      size="xs"
      aria-label={label}
      placeholder="Number"
      thousandSeparator=","
      value={typeof shown === 'number' ? shown : ''}
      onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
    />
  );
}

function ListInput({ label, type, field, value, suggestions, onChange }: ValueInputProps) {
  const change = (texts: string[]) =>
    onChange(texts.map((text) => asValue(type, text)).filter((item) => item !== undefined));
  if (type === 'choice' || type === 'segment')
    return (
      <MultiSelect
        size="xs"
        aria-label={label}
        data={choicesOf(field)}
        value={listOf(value)}
        onChange={change}
        searchable
      />
    );
  return (
    <TagsInput
      size="xs"
      aria-label={label}
      placeholder="Enter after each"
      data={suggestions}
      limit={20}
      value={listOf(value)}
      onChange={change}
    />
  );
}
