import { Button, Table } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { ListTable } from '@/components/ListTable';
import { Money } from '@/components/numbers';
import { Panel } from '@/components/Panel';
import { SaveCsv } from '@/components/SaveCsv';
import { accountPath } from '@/lib/accountPath';
import { formatDay } from '@/lib/day';
import { formatCount, formatDecimal, formatMany } from '@/lib/format';
import classes from '../Lab.module.css';
import type { Lab } from '../lab';

type Account = Lab['left_green'][number];

const SHOWN = 8;

/** The customers that the first card got most wrong: each is a question to whoever knew them. */
export function AccountsPanel({ lab, isGreen }: { lab: Lab; isGreen: boolean }) {
  const [isAll, setIsAll] = useState(false);
  const accounts = isGreen ? lab.left_green : lab.stayed_red;
  const count = isGreen ? lab.left_green_accounts : lab.stayed_red_accounts;
  const card = lab.scores[0]?.label ?? '';
  const title = isGreen ? 'Left while green' : 'Red, and stayed';
  const shown = isAll ? accounts : accounts.slice(0, SHOWN);
  return (
    <Panel
      title={`${title}: ${formatCount(count)}`}
      hint={isGreen ? greenHint(lab, card) : `${card} had them in its lowest band, and they never left.`}
      actions={
        <SaveCsv
          name={isGreen ? 'lab-left-green' : 'lab-stayed-red'}
          rows={accounts}
          columns={accountColumns}
        />
      }
    >
      {accounts.length === 0 ? (
        <p className={classes.soft}>{isGreen ? 'Nobody left from the highest band.' : 'There was nobody.'}</p>
      ) : (
        <ListTable label={title} headers={['Account', 'Month-end', 'Score', 'ARR then']} minWidth={320}>
          {shown.map((account) => (
            <Table.Tr key={account.key}>
              <Table.Td>
                <Link to={`${accountPath(account.key)}?day=${account.day}`}>{account.name}</Link>
              </Table.Td>
              <Table.Td className={classes.day}>{formatDay(account.day)}</Table.Td>
              <Table.Td>{formatDecimal(Math.floor(account.score * 10) / 10)}</Table.Td>
              <Table.Td>
                <Money cents={account.arr_cents} isShort />
              </Table.Td>
            </Table.Tr>
          ))}
        </ListTable>
      )}
      {accounts.length > shown.length && (
        <div>
          <Button size="compact-xs" variant="default" onClick={() => setIsAll(true)}>
            {count > accounts.length ? `The largest ${accounts.length}` : `All ${accounts.length}`}
          </Button>
        </div>
      )}
      {isAll && count > accounts.length && (
        <p className={classes.soft}>
          The largest {accounts.length} of {formatMany(count, 'account')}.
        </p>
      )}
    </Panel>
  );
}

const greenHint = (lab: Lab, card: string) =>
  `Of ${formatMany(lab.left_accounts, 'customer')} that left, so many were in the highest band of ${card} less than a horizon before.`;

const accountColumns = {
  key: (account: Account) => account.key,
  name: (account: Account) => account.name,
  day: (account: Account) => account.day,
  score: (account: Account) => account.score,
  band: (account: Account) => account.band,
  arr_cents: (account: Account) => account.arr_cents,
};
