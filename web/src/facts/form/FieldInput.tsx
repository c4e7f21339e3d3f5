import {
  Autocomplete,
  Checkbox,
  MultiSelect,
  NativeSelect,
  NumberInput,
  Select,
  Textarea,
  TextInput,
} from '@mantine/core';
import layout from '@/components/Form.module.css';
import { useContacts } from '@/facts/contact/contactKind';
import { sayWord } from '@/lib/words';
import classes from './FactForm.module.css';
import type { FieldRow } from './fieldTable';
import { fieldText, KEY_DIVIDER } from './fieldValues';

interface FieldInputProps {
  row: FieldRow;
  label: string;
  help: string | undefined;
  choices: Record<string, string> | undefined;
  value: unknown;
  error: string | undefined;
  /** The account whose contacts are on offer. */
  account: string | undefined;
  /** Values in use elsewhere, offered while typing. */
  known: string[] | undefined;
  isWide: boolean;
}

const MOST_CONTACTS = 500;
const CENTS = 100;

/** One field of a fact. The form reads what it says by its name; see fieldValues.ts. */
export function FieldInput(props: FieldInputProps) {
  const { row, isWide } = props;
  const takesRow = isWide || row.type === 'long' || row.type === 'choices' || row.type === 'keys';
  return (
    <div className={takesRow ? layout.wide : undefined}>
      <Input {...props} />
    </div>
  );
}

function Input({ row, label, help, choices, value, error, account, known }: FieldInputProps) {
  const common = { name: row.name, label, description: help || undefined, error };
  const needed = { required: row.isRequired, withAsterisk: false };
  const text = fieldText(row, value);
  const options = row.choices.map((choice) => ({
    value: choice,
    label: choices?.[choice] ?? sayWord(choice),
  }));
  if (account !== undefined && (row.name === 'contact' || row.name === 'contacts'))
    return <ContactInput {...common} account={account} isSeveral={row.type === 'keys'} text={text} />;
  switch (row.type) {
    case 'choice':
      return (
        <NativeSelect
          {...common}
          defaultValue={text}
          data={row.isRequired ? options : [{ value: '', label: 'Not known' }, ...options]}
        />
      );
    case 'choices':
      return (
        <MultiSelect
          {...common}
          defaultValue={text.split(KEY_DIVIDER).filter(Boolean)}
          data={options}
          hiddenInputValuesDivider={KEY_DIVIDER}
          clearable
        />
      );
    case 'day':
      return <TextInput {...common} {...needed} type="date" defaultValue={text} />;
    case 'time':
      return <TextInput {...common} {...needed} type="datetime-local" defaultValue={text} />;
    case 'yesno':
      return <Checkbox {...common} defaultChecked={text !== ''} className={classes.check} />;
    case 'whole':
    case 'number':
    case 'money':
      return <NumberField {...common} {...needed} row={row} value={value} />;
    case 'long':
      return (
        <Textarea
          {...common}
          {...needed}
          defaultValue={text}
          maxLength={row.maxLength}
          autosize
          minRows={2}
        />
      );
    default:
      return known ? (
        <Autocomplete
          {...common}
          {...needed}
          defaultValue={text}
          data={known}
          limit={12}
          maxLength={row.maxLength}
        />
      ) : (
        <TextInput {...common} {...needed} defaultValue={text} maxLength={row.maxLength} />
      );
  }
}

interface CommonProps {
  name: string;
  label: string;
  description: string | undefined;
  error: string | undefined;
}

function NumberField({ row, value, ...common }: CommonProps & { row: FieldRow; value: unknown }) {
  const number = typeof value === 'number' ? value : undefined;
  const isMoney = row.type === 'money';
  return (
    <NumberInput
      {...common}
      defaultValue={isMoney && number !== undefined ? number / CENTS : number}
      allowDecimal={row.type !== 'whole'}
      decimalScale={isMoney ? 2 : undefined}
      allowNegative={row.min === undefined || row.min < 0}
      thousandSeparator={isMoney ? ',' : undefined}
      suffix={row.unit && ` ${row.unit}`}
      hideControls
    />
  );
}

interface ContactInputProps extends CommonProps {
  account: string;
  isSeveral: boolean;
  text: string;
}

/** People of the account by name; one who is no longer there stays as the key. */
function ContactInput({ account, isSeveral, text, ...common }: ContactInputProps) {
  const { items = [] } = useContacts(account, undefined, MOST_CONTACTS);
  const chosen = text.split(KEY_DIVIDER).filter(Boolean);
  const known = items.map(({ key, name }) => ({ value: key, label: name || key }));
  const others = chosen.filter((key) => !items.some((item) => item.key === key));
  const data = [...known, ...others.map((key) => ({ value: key, label: key }))];
  const search = { data, searchable: true, clearable: true, nothingFoundMessage: 'No such contact' };
  return isSeveral ? (
    <MultiSelect
      {...common}
      {...search}
      defaultValue={chosen}
      hiddenInputValuesDivider={KEY_DIVIDER}
      hidePickedOptions
    />
  ) : (
    <Select {...common} {...search} defaultValue={chosen[0] ?? null} />
  );
}
