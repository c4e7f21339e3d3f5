import { Table } from '@mantine/core';
import { Link } from 'react-router';
import { IntervalBar } from '@/components/interval/IntervalBar';
import { ListTable } from '@/components/ListTable';
import { formatDay } from '@/lib/day';
import { riskPath } from '../riskColumns';
import { formatShare } from '../says';
import classes from './Account.module.css';
import type { AccountRisk } from './useAccountRisk';

/** What became of customers that once stood as this one does. */
export function Similar({ similar }: { similar: NonNullable<AccountRisk['similar']> }) {
  return (
    <>
      <p className={classes.text}>{similar.words}</p>
      <IntervalBar
        value={similar.left_pct}
        low={similar.low_pct}
        high={similar.high_pct}
        from={0}
        to={100}
        mark={null}
        format={formatShare}
      />
      <ListTable label="The most similar" headers={['Account', 'As it was on', 'Then']} minWidth={300}>
        {similar.items.map(({ key, name, day, has_left }) => (
          <Table.Tr key={key}>
            <Table.Td>
              <Link to={riskPath(key)}>{name}</Link>
            </Table.Td>
            <Table.Td>{formatDay(day)}</Table.Td>
            <Table.Td className={has_left ? classes.left : undefined}>
              {has_left ? 'left' : 'stayed'}
            </Table.Td>
          </Table.Tr>
        ))}
      </ListTable>
    </>
  );
}
