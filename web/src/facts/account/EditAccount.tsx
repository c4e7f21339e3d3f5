import { useNavigate } from 'react-router';
import { useSession } from '@/access/session';
import { useWriteFact } from '@/facts/factCalls';
import { FactDrawer } from '@/facts/form/FactDrawer';
import { DeleteFact } from '@/facts/form/FactEditor';
import { FactForm } from '@/facts/form/FactForm';
import { $api, type Schema } from '@/lib/api';
import { accountKind } from './accountKind';
import { CustomFields } from './CustomFields';
import { customOf } from './customValues';

type Account = Schema<'Account'>;

interface EditAccountProps {
  /** Left out for a new one. */
  account?: Account;
  isOpen: boolean;
  onClose: () => void;
}

/** A new account, or one with its own fields; only what was changed is sent. */
export function EditAccount({ account, isOpen, onClose }: EditAccountProps) {
  return (
    <FactDrawer title={account ? `Edit ${account.name}` : 'Add an account'} isOpen={isOpen} onClose={onClose}>
      <EditForm account={account} onClose={onClose} />
    </FactDrawer>
  );
}

/** Values that other accounts have, by field; whoever writes may want to be the owner. */
function useKnown(): Record<string, string[]> {
  const { me } = useSession();
  const facets = $api.useQuery('get', '/api/v1/portfolio/facets');
  const known: Record<string, string[]> = {};
  for (const { field, values } of facets.data?.items ?? [])
    known[field] = values.flatMap(({ value }) => (value ? [value] : []));
  if (me && !known.owner?.includes(me.name)) known.owner = [me.name, ...(known.owner ?? [])];
  return known;
}

function EditForm({ account, onClose }: { account: Account | undefined; onClose: () => void }) {
  const custom = $api.useQuery('get', '/api/v1/custom-fields', { params: { query: { kind: 'account' } } });
  const known = useKnown();
  const navigate = useNavigate();
  const declared = custom.data?.items ?? [];
  const before = account?.custom ?? {};
  const write = useWriteFact(accountKind.path, ({ key }) => {
    onClose();
    if (!account) navigate(`/accounts/${encodeURIComponent(key)}`);
  });

  return (
    <FactForm
      schema={accountKind.schema}
      groups={accountKind.form}
      fact={account}
      start={{ lifecycle: 'active' }}
      known={known}
      verb={account ? 'Save' : 'Add'}
      isPending={write.isPending}
      error={write.error}
      onCancel={onClose}
      onSubmit={(values, form) => {
        const own = customOf(declared, before, form);
        if (own) values.custom = own;
        if (account && Object.keys(values).length === 0) onClose();
        else write.mutate({ ...(account && { key: account.key }), values });
      }}
      aside={account && <DeleteAccount account={account} onDeleted={onClose} />}
    >
      {custom.data && <CustomFields fields={declared} values={before} />}
    </FactForm>
  );
}

function DeleteAccount({ account, onDeleted }: { account: Account; onDeleted: () => void }) {
  const navigate = useNavigate();
  return (
    <DeleteFact
      kind={accountKind}
      fact={account}
      text="Its contacts, subscriptions, invoices, tickets, interactions, ratings and usage go with it, and its history. To keep the history of a customer who left, enter the day of churn instead."
      onDeleted={() => {
        onDeleted();
        return navigate('/portfolio', { flushSync: true });
      }}
    />
  );
}
