import { Button, Table } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { Fragment, useState } from 'react';
import { Link } from 'react-router';
import { ListTable } from '@/components/ListTable';
import { ErrorState, Loading } from '@/components/states';
import { $api, type Schema } from '@/lib/api';
import { formatDecimal, formatDelta, formatMoney, MISSING } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import classes from './Compare.module.css';

type Account = Schema<'CompareAccount'>;

const PAGE = 25;

/** Who would move, the largest ARR first, each with what its measures have to do with it. */
export function AffectedAccounts({ cardKey, day, total }: { cardKey: string; day: string; total: number }) {
  const [limit, setLimit] = useState(PAGE);
  const { data, error, refetch } = $api.useQuery(
    'get',
    '/api/v1/cards/{key}/draft/accounts',
    { params: { path: { key: cardKey }, query: { day, limit } } },
    { enabled: total > 0, placeholderData: (before) => before },
  );
  if (total === 0) return null;
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading label="Loading the accounts" />;
  return (
    <>
      <ListTable
        label="Accounts that would move"
        headers={['Account', 'ARR', 'Now', 'Then', 'Cell now', 'Cell then']}
      >
        {data.items.map((account) => (
          <AccountRows key={account.key} account={account} />
        ))}
      </ListTable>
      {data.total > data.items.length && (
        <Button
          size="xs"
          variant="default"
          onClick={() => setLimit(Math.min(limit + 2 * PAGE, 200))}
          disabled={limit >= 200}
        >
          {limit >= 200 ? `The largest ${limit} of ${data.total}` : `More, of ${data.total}`}
        </Button>
      )}
    </>
  );
}

/** Cut and not rounded, so that 74.96 is not shown as the 75 that would be another band. */
const cut = (value: number) => Math.floor(value * 10) / 10;
const score = ({ score: value, band }: Account['from']) =>
  value == null ? 'No score' : `${formatDecimal(cut(value))}, ${band}`;

function AccountRows({ account }: { account: Account }) {
  const { currency } = useOrganisation();
  const [isOpen, setIsOpen] = useState(false);
  const { from, to } = account;
  const Icon = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <Fragment>
      <Table.Tr>
        <Table.Td>
          <button
            type="button"
            className={classes.opener}
            aria-expanded={isOpen}
            aria-label={`Contributions of ${account.name}`}
            onClick={() => setIsOpen(!isOpen)}
          >
            <Icon size={14} stroke={1.8} aria-hidden />
          </button>
          <Link to={`/accounts/${encodeURIComponent(account.key)}`}>{account.name}</Link>
        </Table.Td>
        <Table.Td className="numeric">{formatMoney(account.arr_cents, currency, true)}</Table.Td>
        <Table.Td>{score(from)}</Table.Td>
        <Table.Td>{score(to)}</Table.Td>
        <Table.Td>{from.cell_label ?? MISSING}</Table.Td>
        <Table.Td>{to.cell_label ?? MISSING}</Table.Td>
      </Table.Tr>
      {isOpen && (
        <Table.Tr>
          <Table.Td colSpan={6}>
            <Parts parts={account.parts} />
          </Table.Td>
        </Table.Tr>
      )}
    </Fragment>
  );
}

const points = (value: number | null) => (value == null ? MISSING : formatDecimal(value));

function Parts({ parts }: { parts: Account['parts'] }) {
  const change = (part: Account['parts'][number]) => (part.to_points ?? 0) - (part.from_points ?? 0);
  const sorted = [...parts].sort((a, b) => Math.abs(change(b)) - Math.abs(change(a)));
  return (
    <table className={classes.parts}>
      <thead>
        <tr>
          <th>Measure</th>
          <th>Points now</th>
          <th>Points then</th>
          <th>Change</th>
        </tr>
      </thead>
      <tbody>
        {sorted.map((part) => (
          <tr key={part.id}>
            <td>{part.label}</td>
            <td>{points(part.from_points)}</td>
            <td>{points(part.to_points)}</td>
            <td>{formatDelta(change(part))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
