import { Autocomplete, Button, Drawer, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useSession } from '@/access/session';
import { Notice } from '@/components/Notice';
import { $api, Problem, type Schema } from '@/lib/api';
import { refresh } from '@/lib/queries';
import { sayWord } from '@/lib/words';
import { type AccountField, type Change, changesOf, groups } from './accountFields';
import { CustomFields } from './CustomFields';
import { customOf } from './customValues';
import classes from './EditAccount.module.css';

type Account = Schema<'Account'>;

interface EditAccountProps {
  account: Account;
  isOpen: boolean;
  onClose: () => void;
}

/** The account's own fields; only what was changed is sent. */
export function EditAccount({ account, isOpen, onClose }: EditAccountProps) {
  return (
    <Drawer
      opened={isOpen}
      onClose={onClose}
      position="right"
      size="34rem"
      title={`Edit ${account.name}`}
      padding="lg"
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': 'Close without saving' }}
    >
      <EditForm account={account} onClose={onClose} />
    </Drawer>
  );
}

function EditForm({ account, onClose }: Omit<EditAccountProps, 'isOpen'>) {
  const facets = $api.useQuery('get', '/api/v1/portfolio/facets');
  const custom = $api.useQuery('get', '/api/v1/custom-fields', { params: { query: { kind: 'account' } } });
  const { me } = useSession();
  const declared = custom.data?.items ?? [];
  const save = $api.useMutation('patch', '/api/v1/accounts/{key}', {
    onSuccess() {
      void refresh('/api/v1/accounts', '/api/v1/portfolio', '/api/v1/matrix', '/api/v1/search');
      onClose();
    },
  });
  const refused = save.error instanceof Problem ? save.error.field : undefined;
  const known = (name: string) => {
    const values = facets.data?.items.find(({ field }) => field === name)?.values ?? [];
    const used = values.flatMap(({ value }) => (value ? [value] : []));
    return name === 'owner' && me && !used.includes(me.name) ? [me.name, ...used] : used;
  };

  function submit(form: FormData) {
    const changes: Change = changesOf(account, form);
    const own = customOf(declared, account.custom ?? {}, form);
    if (own) changes.custom = own;
    if (Object.keys(changes).length === 0) return onClose();
    save.mutate({ params: { path: { key: account.key } }, body: changes });
  }

  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        submit(new FormData(event.currentTarget));
      }}
    >
      {groups.map(({ title, fields }) => (
        <fieldset key={title}>
          <legend>{title}</legend>
          {fields.map((field) => (
            <Input
              key={field.name}
              field={field}
              value={account[field.name]}
              known={known(field.name)}
              error={refused === field.name ? save.error?.message : undefined}
            />
          ))}
        </fieldset>
      ))}
      {custom.data && <CustomFields fields={declared} values={account.custom ?? {}} />}
      <footer>
        {save.error && <Notice tone="bad">{save.error.message}</Notice>}
        <div>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
        </div>
      </footer>
    </form>
  );
}

interface InputProps {
  field: AccountField;
  value: unknown;
  /** Values that other accounts have. */
  known: string[];
  error: string | undefined;
}

function Input({ field, value, known, error }: InputProps) {
  const { name, label, type, help } = field;
  const common = { name, label, description: help, error };
  const text = typeof value === 'string' ? value : '';
  const number = typeof value === 'number' ? value : undefined;
  switch (type) {
    case 'choice':
      return (
        <NativeSelect
          {...common}
          defaultValue={text}
          data={[
            { value: '', label: 'Not known' },
            ...(field.choices ?? []).map((choice) => ({ value: choice, label: sayWord(choice) })),
          ]}
        />
      );
    case 'day':
      return <TextInput {...common} type="date" defaultValue={text} />;
    case 'count':
    case 'pct':
      return (
        <NumberInput
          {...common}
          defaultValue={number}
          allowDecimal={type === 'pct'}
          allowNegative={type === 'pct'}
          suffix={type === 'pct' ? ' %' : undefined}
          hideControls
        />
      );
    case 'cents':
      return (
        <NumberInput
          {...common}
          defaultValue={number === undefined ? undefined : number / 100}
          decimalScale={2}
          allowNegative={false}
          thousandSeparator=","
          hideControls
        />
      );
    case 'suggested':
      return <Autocomplete {...common} defaultValue={text} data={known} limit={12} maxLength={200} />;
    default:
      return (
        <TextInput
          {...common}
          defaultValue={text}
          maxLength={200}
          required={name === 'name'}
          withAsterisk={false}
        />
      );
  }
}
