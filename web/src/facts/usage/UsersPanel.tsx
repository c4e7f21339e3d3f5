import { Button } from '@mantine/core';
import { useState } from 'react';
import { DayText } from '@/components/DayText';
import { Count } from '@/components/numbers';
import { Panel } from '@/components/Panel';
import { Sparkline } from '@/components/Sparkline';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import tableClasses from '@/facts/list/FactTable.module.css';
import { $api, type Schema } from '@/lib/api';
import type { Day } from '@/lib/day';
import { formatCount } from '@/lib/format';

type Person = Schema<'UsagePerson'>;

const FIRST = 20;
const MOST = 1000;
const DAYS_PER_WEEK = 7;

/** Who of the customer uses the product: since when, how often, and how that went. */
export function UsersPanel({ account, day }: { account: string; day: Day | undefined }) {
  const [limit, setLimit] = useState(FIRST);
  const { data, error, refetch } = $api.useQuery(
    'get',
    '/api/v1/accounts/{key}/users',
    { params: { path: { key: account }, query: { limit, ...(day ? { as_of: day } : {}) } } },
    { placeholderData: (old) => old },
  );
  return (
    <Panel
      title="Product users"
      hint={
        data && data.total > data.items.length
          ? `The ${formatCount(data.items.length)} last active of ${formatCount(data.total)}.`
          : 'The last active first.'
      }
    >
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Loading product users" />}
      {data?.items.length === 0 && (
        <EmptyState title="No user is known">
          Events with a userId and the account in <code>groupId</code> tell who uses the product; so does a
          CSV of usage with a column for the user.
        </EmptyState>
      )}
      {data && data.items.length > 0 && <UserTable people={data.items} />}
      {data && data.items.length < data.total && limit < MOST && (
        <Button variant="default" size="xs" mx="auto" onClick={() => setLimit(MOST)}>
          Show {data.total <= MOST ? `all ${formatCount(data.total)}` : formatCount(MOST)}
        </Button>
      )}
    </Panel>
  );
}

const headers = ['User', 'First seen', 'Last seen', 'Days in 28', 'Days in 90', 'Half a year, by week'];

function UserTable({ people }: { people: Person[] }) {
  const label = (index: number) => ({ 'data-label': headers[index] });
  return (
    <table className={tableClasses.table} aria-label="Product users">
      <thead>
        <tr>
          {headers.map((header) => (
            <th key={header} scope="col" data-numeric={header.startsWith('Days')}>
              {header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr key={person.user}>
            <td {...label(0)}>
              <div>
                <Who person={person} />
              </div>
            </td>
            <td {...label(1)}>
              <DayText day={person.first} />
            </td>
            <td {...label(2)}>
              <DayText day={person.last} />
            </td>
            <td {...label(3)} data-numeric>
              <Count value={person.active_days_28} />
            </td>
            <td {...label(4)} data-numeric>
              <Count value={person.active_days_90} />
            </td>
            <td {...label(5)}>
              <Sparkline
                values={person.weeks}
                label={`Active days by week: ${person.weeks.map(formatCount).join(', ')}`}
                low={0}
                high={DAYS_PER_WEEK}
                width={130}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The contact, if it is known who the user is; else as the product names them. */
function Who({ person: { user, name, email, contact } }: { person: Person }) {
  const said = name || email || user;
  const below = [said === user ? null : user, contact && 'a contact'].filter(Boolean).join(', ');
  return (
    <>
      {said}
      {below && <small>{below}</small>}
    </>
  );
}
