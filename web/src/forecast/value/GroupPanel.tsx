import { Select, Table } from '@mantine/core';
import { Link } from 'react-router';
import { IntervalBar } from '@/components/interval/IntervalBar';
import { ListTable } from '@/components/ListTable';
import { Count, Missing, Money } from '@/components/numbers';
import { Panel } from '@/components/Panel';
import { formatDecimal, formatMoney, formatPercent } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import { useFields } from '@/scoring/segment/fields';
import { valueLabel } from '@/scoring/segment/labels';
import { INFINITE } from './ValueText';
import type { ValueChoice, ValueList, ValueSum } from './valueChoice';

const noGroups = new Set(['key', 'name']);

/** By what the groups differ: any field but a metric, and what each has its own of. */
function BySelect({ choice }: { choice: ValueChoice }) {
  const fields = useFields();
  const data = fields.choices
    .map(({ group, items }) => ({
      group,
      items: items.filter(({ value }) => !noGroups.has(value) && fields.find(value)?.group !== 'metric'),
    }))
    .filter(({ items }) => items.length > 0);
  return (
    <Select
      size="xs"
      w={190}
      aria-label="Groups"
      data={data}
      value={choice.by}
      onChange={(next) => next && choice.setBy(next)}
      allowDeselect={false}
      searchable
    />
  );
}

/** Where the value lies: how much each group is worth, and what one customer of it. */
export function GroupPanel({ list, choice }: { list: ValueList; choice: ValueChoice }) {
  const { groups, label, all } = list;
  const most = Math.max(
    ...groups.map((group) => meanOf(group, group.ltv_3y_high_cents ?? group.ltv_3y_cents) ?? 0),
  );
  if (!label) return null;
  return (
    <Panel
      title={`By ${label.toLowerCase()}`}
      actions={<BySelect choice={choice} />}
      hint="The upright stroke is the mean of all; the line is the 95 % interval of the retention curve."
    >
      <ListTable
        label={`Value by ${label.toLowerCase()}`}
        minWidth={720}
        headers={[
          label,
          'Customers',
          'Three years',
          'Of all',
          'Three years, mean',
          'For life, mean',
          'Payback',
        ]}
      >
        {[...groups, all].map((group) => (
          <GroupRow
            key={group === all ? 'all' : group.label}
            group={group}
            all={all}
            most={most}
            by={choice.by}
          />
        ))}
      </ListTable>
    </Panel>
  );
}

const meanOf = ({ accounts }: ValueSum, cents: number | null) =>
  cents === null || accounts === 0 ? null : cents / accounts;

interface GroupRowProps {
  group: ValueSum;
  all: ValueSum;
  most: number;
  by: string;
}

const FEW = 5;

function GroupRow({ group, all, most, by }: GroupRowProps) {
  const { currency } = useOrganisation();
  const short = (cents: number) => formatMoney(cents, currency, true);
  const isAll = group === all;
  const label = valueLabel(by, group.label);
  const share =
    group.ltv_3y_cents === null || !all.ltv_3y_cents ? null : (100 * group.ltv_3y_cents) / all.ltv_3y_cents;
  return (
    <Table.Tr fw={isAll ? 600 : undefined}>
      <Table.Td>
        {group.filter ? (
          <Link to={`/portfolio?${new URLSearchParams({ filter: group.filter })}`}>{label}</Link>
        ) : (
          label
        )}
      </Table.Td>
      <Table.Td className="numeric">
        <Count value={group.accounts} />
      </Table.Td>
      <Table.Td className="numeric">
        <Money cents={group.accounts > 0 ? group.ltv_3y_cents : null} isShort />
      </Table.Td>
      <Table.Td className="numeric">{formatPercent(share)}</Table.Td>
      <Table.Td>
        <IntervalBar
          value={meanOf(group, group.ltv_3y_cents)}
          low={meanOf(group, group.ltv_3y_low_cents)}
          high={meanOf(group, group.ltv_3y_high_cents)}
          from={0}
          to={most}
          format={short}
          mark={isAll ? null : meanOf(all, all.ltv_3y_cents)}
          isFaint={group.accounts < FEW}
        />
      </Table.Td>
      <Table.Td className="numeric">
        {group.is_life_infinite ? (
          <span title={INFINITE}>infinite</span>
        ) : (
          <Money cents={group.accounts > 0 ? group.life_mean_cents : null} isShort />
        )}
      </Table.Td>
      <Table.Td className="numeric">
        {group.payback_median_months === null ? (
          <Missing reason="no acquisition cost is known" />
        ) : (
          `${formatDecimal(group.payback_median_months)} mo`
        )}
      </Table.Td>
    </Table.Tr>
  );
}
