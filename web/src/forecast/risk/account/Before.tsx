import { Table } from '@mantine/core';
import { ListTable } from '@/components/ListTable';
import { Missing } from '@/components/numbers';
import { type Day, formatDay } from '@/lib/day';
import { formatShare } from '../says';
import classes from './Account.module.css';
import type { AccountRisk } from './useAccountRisk';

interface BeforeProps {
  before: AccountRisk['before'];
  /** Up to which day is known; undefined: today. */
  day: Day | undefined;
}

/** What it was told before; what came of it is known once the horizon has passed. */
export function Before({ before, day }: BeforeProps) {
  const known = before.filter((one) => !day || one.day <= day);
  if (known.length === 0)
    return <p className={classes.soft}>Nothing was told of it{day ? ' by then' : ' yet'}.</p>;
  return (
    <ListTable
      label="What was told before"
      headers={['Told on', 'Until', 'Told', 'What came of it']}
      minWidth={360}
    >
      {known.map((one) => (
        <Table.Tr key={one.day}>
          <Table.Td>{formatDay(one.day)}</Table.Td>
          <Table.Td>{formatDay(one.until)}</Table.Td>
          <Table.Td>
            {one.verdict === 'predicts' ? (
              formatShare(one.p_pct)
            ) : (
              <Missing reason="nothing of its own: the model of that day did not predict" />
            )}
          </Table.Td>
          <Table.Td className={one.outcome === 'left' ? classes.left : undefined}>
            {outcomeOf(one, day) ?? <Missing reason="not known yet" />}
          </Table.Td>
        </Table.Tr>
      ))}
    </ListTable>
  );
}

/** Nothing that was not known on the day. */
const outcomeOf = ({ outcome, until }: AccountRisk['before'][number], day: Day | undefined) =>
  day && until > day ? null : outcome;
