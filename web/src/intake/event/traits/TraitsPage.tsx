import { Link } from 'react-router';
import { Panel } from '@/components/Panel';
import { Section } from '@/components/Section';
import { ErrorState, Loading } from '@/components/states';
import { $api } from '@/lib/api';
import { sourcePath, useSources } from '../useSources';
import { TraitMap } from './TraitMap';
import classes from './Traits.module.css';

/** What identify and group calls tell of people and accounts, and where it goes. */
export function TraitsPage() {
  const { data, error, refetch } = $api.useQuery('get', '/api/v1/event-traits');
  return (
    <Section
      title="Traits"
      hint="Identify calls tell of people, group calls of accounts. Here stands which of it fills which field; of two traits for one field the upper one counts. What nothing names is passed over."
    >
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Loading the traits" />}
      {data && (
        <div className={classes.maps}>
          <TraitMap
            key={`contact ${JSON.stringify(data.contact)}`}
            kind="contact"
            title="Contacts, from identify calls"
            map={data.contact}
            standard={data.contact_default}
            fields={data.contact_fields}
          />
          <TraitMap
            key={`account ${JSON.stringify(data.account)}`}
            kind="account"
            title="Accounts, from group calls"
            map={data.account}
            standard={data.account_default}
            fields={data.account_fields}
          />
        </div>
      )}
      <UnknownAccounts />
    </Section>
  );
}

/** What becomes of accounts that are not there is a setting of each source. */
function UnknownAccounts() {
  const { data } = useSources();
  const sources = data?.items.filter(({ revoked }) => !revoked) ?? [];
  if (sources.length === 0) return null;
  return (
    <Panel title="Accounts that are not there" hint="Changed in the settings of each source.">
      <ul className={classes.unknown}>
        {sources.map(({ key, name, unknown_accounts }) => (
          <li key={key}>
            <Link to={sourcePath(key)}>{name}</Link>:{' '}
            {unknown_accounts === 'create'
              ? 'they are made from what events say of them'
              : 'their events wait until the account is there'}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
