import { Link } from 'react-router';
import { $api, type Schema } from '@/lib/api';
import type { Day } from '@/lib/day';
import { filterText } from '@/lib/filterText';
import classes from './Account.module.css';

const SHOWN = 5;
const path = (key: string, day: Day | undefined) =>
  `/accounts/${encodeURIComponent(key)}${day ? `?day=${day}` : ''}`;

/** The line under the name: the key, the segment, and which accounts belong together. */
export function Family({ account, day }: { account: Schema<'Account'>; day: Day | undefined }) {
  const children = $api.useQuery('get', '/api/v1/accounts', {
    params: { query: { filter: filterText('', { parent: [account.key] }), limit: SHOWN + 1 } },
  });
  const list = children.data?.items ?? [];
  const segment = [account.industry, account.location, account.size_band, account.use_case, account.plan];
  return (
    <>
      {[account.key, ...segment].filter(Boolean).join(' · ')}
      {account.parent && (
        <span className={classes.family}>
          part of <Parent parent={account.parent} day={day} />
        </span>
      )}
      {list.length > 0 && (
        <span className={classes.family}>
          with{' '}
          {list.slice(0, SHOWN).map(({ key, name }, index) => (
            <span key={key}>
              {index > 0 && ', '}
              <Link to={path(key, day)}>{name}</Link>
            </span>
          ))}
          {list.length > SHOWN && ' and others'}
        </span>
      )}
    </>
  );
}

function Parent({ parent, day }: { parent: string; day: Day | undefined }) {
  const { data } = $api.useQuery('get', '/api/v1/accounts/{key}', { params: { path: { key: parent } } });
  return <Link to={path(parent, day)}>{data?.name ?? parent}</Link>;
}
