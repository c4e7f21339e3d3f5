import { Table, UnstyledButton } from '@mantine/core';
import { Link } from 'react-router';
import { IntervalBar } from '@/components/interval/IntervalBar';
import { ListTable } from '@/components/ListTable';
import { Count, Missing } from '@/components/numbers';
import { formatCount, formatDecimal, formatNumber, formatPercent } from '@/lib/format';
import { sentence } from '@/lib/words';
import classes from '../Retention.module.css';
import { type Group, type Retention, sinceStartAt } from './curve';
import { lifetimeText, wordOf } from './words';

interface GroupTableProps {
  retention: Retention;
  picked: Group | undefined;
  onPick: (label: string) => void;
}

const YEAR = 12;
const percent = (value: number) => formatPercent(Math.round(value));
const months = (value: number) => formatNumber(Math.round(10 * value) / 10);

/** One row for each group: how many, how long they stay, what is to be expected of a new one. */
export function GroupTable({ retention, picked, onPick }: GroupTableProps) {
  const { groups, label, mean_until_months } = retention;
  return (
    <ListTable
      label={`How long customers stay, by ${wordOf(label)}`}
      minWidth={900}
      headers={[
        label ?? '',
        'Still there after a year',
        'Customers',
        'Median, months',
        mean_until_months === null
          ? 'Mean, months'
          : `Mean of the first ${formatNumber(Math.floor(mean_until_months))} months`,
        'Payments to expect',
        'Discounted',
      ]}
    >
      {groups.map((group) => (
        <GroupRow
          key={`${group.value} ${group.label}`}
          group={group}
          until={mean_until_months ?? 0}
          isPicked={group === picked}
          onPick={onPick}
        />
      ))}
    </ListTable>
  );
}

interface GroupRowProps {
  group: Group;
  until: number;
  isPicked: boolean;
  onPick: (label: string) => void;
}

function GroupRow({ group, until, isPicked, onPick }: GroupRowProps) {
  const year = sinceStartAt(group, YEAR);
  return (
    <Table.Tr data-picked={isPicked} className={classes.group}>
      <Table.Td>
        <GroupName group={group} isPicked={isPicked} onPick={onPick} />
      </Table.Td>
      <Table.Td>
        {year ? (
          <IntervalBar
            value={year.share}
            low={year.low}
            high={year.high}
            from={0}
            to={100}
            format={percent}
            mark={null}
            isFaint={group.is_small}
          />
        ) : (
          <Missing reason="nobody was watched from the start to the age of a year" />
        )}
      </Table.Td>
      <Table.Td className="numeric">
        <Count value={group.customers} />{' '}
        <small className={classes.soft}>{group.left > 0 && `${formatCount(group.left)} left`}</small>
      </Table.Td>
      <Table.Td>
        <Median group={group} />
      </Table.Td>
      <Table.Td>
        {group.mean_months === null ? (
          <Missing reason="the curve is not known as far as that" />
        ) : (
          <IntervalBar
            value={group.mean_months}
            low={group.mean_low_months}
            high={group.mean_high_months}
            from={0}
            to={until}
            format={months}
            mark={null}
            isFaint={group.is_small}
          />
        )}
      </Table.Td>
      <Lifetime group={group} />
    </Table.Tr>
  );
}

function GroupName({ group, isPicked, onPick }: Pick<GroupRowProps, 'group' | 'isPicked' | 'onPick'>) {
  return (
    <span className={classes.name}>
      <UnstyledButton
        className={classes.pick}
        aria-pressed={isPicked}
        title="Show its interval, projection and renewals"
        onClick={() => onPick(group.label)}
      >
        {group.label}
      </UnstyledButton>
      {group.is_small && <small className={classes.small}>small</small>}
      {group.filter && (
        <Link
          className={classes.to}
          to={`/portfolio?filter=${encodeURIComponent(group.filter)}`}
          aria-label={`${group.label}: its accounts`}
        >
          accounts
        </Link>
      )}
    </span>
  );
}

/** When half are left; where the curve stays above that, how far it is known. */
function Median({ group }: { group: Group }) {
  const { median_months, median_low_months, median_high_months } = group;
  if (group.seen_from_months)
    return <Missing reason="nobody was watched from the start, so that the middle is not known" />;
  if (median_months === null)
    return (
      <span className={classes.soft}>over {Math.floor(group.seen_months ?? 0)}: half are still there</span>
    );
  return (
    <>
      {months(median_months)}
      {median_low_months !== null && (
        <small className={classes.soft}>
          {' '}
          ({months(median_low_months)} to{' '}
          {median_high_months === null ? 'not known' : months(median_high_months)})
        </small>
      )}
    </>
  );
}

function Lifetime({ group }: { group: Group }) {
  const { problem, discounted_periods, period_months } = group.fit;
  const text = lifetimeText(group);
  const each = `payments, one each ${period_months} months`;
  if (problem !== null || text === null)
    return (
      <>
        <Table.Td>
          <Missing reason={sentence(problem ?? 'not known')} />
        </Table.Td>
        <Table.Td>
          <Missing reason={sentence(problem ?? 'not known')} />
        </Table.Td>
      </>
    );
  return (
    <>
      <Table.Td title={each}>{text}</Table.Td>
      <Table.Td title={each}>
        {discounted_periods === null ? (
          <Missing reason="infinite: there is no discount in the settings" />
        ) : (
          formatDecimal(discounted_periods)
        )}
      </Table.Td>
    </>
  );
}
