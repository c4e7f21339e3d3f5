import { Table } from '@mantine/core';
import { Link } from 'react-router';
import { IntervalBar } from '@/components/interval/IntervalBar';
import { ListTable } from '@/components/ListTable';
import { Count, Money } from '@/components/numbers';
import type { Schema } from '@/lib/api';
import { formatDay } from '@/lib/day';
import { formatDecimal, formatDelta, formatPercent, MISSING } from '@/lib/format';
import { valueLabel } from './labels';
import classes from './Segment.module.css';

type Report = Schema<'SegmentReport'>;
type Group = Schema<'SegmentReportGroup'>;

/** The ends of a column's scale, the same for all its rows. */
interface Scale {
  from: number;
  to: number;
}

/** Whole steps around the intervals of those that say something, within what there can be. */
function scaleOf(ends: (number | null)[], step: number, least: number, most: number): Scale {
  const known = ends.filter((end) => end !== null);
  if (known.length === 0) return { from: least, to: most };
  const from = Math.max(least, Math.floor(Math.min(...known) / step) * step);
  return { from, to: Math.min(most, Math.max(from + step, Math.ceil(Math.max(...known) / step) * step)) };
}

const FEW_KNOWN = 5;

function scalesOf(report: Report) {
  const rows = [...report.groups, report.all];
  const health = rows.filter(({ health_known }) => health_known >= FEW_KNOWN);
  const maturity = rows.filter(({ maturity_known }) => maturity_known >= FEW_KNOWN);
  const churn = rows.filter(({ is_small }) => !is_small);
  return {
    health: scaleOf(
      health.flatMap(({ health_low, health_high }) => [health_low, health_high]),
      10,
      0,
      100,
    ),
    maturity: scaleOf(
      maturity.flatMap(({ maturity_low, maturity_high }) => [maturity_low, maturity_high]),
      0.5,
      1,
      5,
    ),
    churn: scaleOf([0, ...churn.map(({ churn_high_pct }) => churn_high_pct)], 10, 0, 100),
  };
}
type Scales = ReturnType<typeof scalesOf>;

const ends = ({ from, to }: Scale, unit = '') => `${from}–${to}${unit}`;

/** One row for each segment; intervals are drawn over one scale for each column. */
export function ReportTable({ report, isStale }: { report: Report; isStale: boolean }) {
  const { groups, all, by } = report;
  const labelOf = (group: Group) =>
    group.value === null ? group.label : valueLabel(by, group.value, group.label);
  const scales = scalesOf(report);
  const smalls = groups.filter(({ is_small }) => is_small).length;

  return (
    <>
      <div data-stale={isStale} className={classes.stale}>
        <ListTable
          label={`Segments by ${report.label}`}
          minWidth={1080}
          headers={[
            report.label,
            'Accounts',
            'ARR',
            `Mean health, ${ends(scales.health)}`,
            `Mean maturity, ${ends(scales.maturity)}`,
            `Lost, ${ends(scales.churn, '%')}`,
            'GRR',
            'NRR',
            'ARR growth',
          ]}
        >
          {groups.map((group) => (
            <GroupRow
              key={`${group.value} ${group.label}`}
              group={group}
              all={all}
              label={labelOf(group)}
              scales={scales}
            />
          ))}
          <GroupRow group={all} all={null} label="All" scales={scales} />
        </ListTable>
      </div>
      <p className={classes.soft} role="note">
        Accounts, ARR, health and maturity on {formatDay(report.to)}. Lost, GRR and NRR are of those who were
        customers on {formatDay(report.from)}, by where they stood then; ARR growth counts new customers, too.
        Lines are 95 % intervals, the upright stroke is all together.
        {smalls > 0 &&
          ` Marked “small”: fewer than ${report.small_below} customers at the beginning; chance alone moves them far.`}
        {report.is_undated &&
          ` ${report.label} has no history: accounts stand where they stand now, also at the beginning.`}
      </p>
    </>
  );
}

interface GroupRowProps {
  group: Group;
  all: Group | null;
  label: string;
  scales: Scales;
}

const percent = (value: number) => formatPercent(value);
const decimal = (value: number) => formatDecimal(value);
const growth = (value: number | null) => (value === null ? MISSING : `${formatDelta(value, 0)}%`);

function GroupRow({ group, all, label, scales }: GroupRowProps) {
  const name = group.filter ? (
    <Link to={`/portfolio?filter=${encodeURIComponent(group.filter)}`}>{label}</Link>
  ) : (
    label
  );
  return (
    <Table.Tr fw={all ? undefined : 600}>
      <Table.Td>
        {name} {group.is_small && all && <small className={classes.small}>small</small>}
      </Table.Td>
      <Table.Td className="numeric">
        <Count value={group.accounts} />
      </Table.Td>
      <Table.Td className="numeric">
        <Money cents={group.arr_cents} isShort />
      </Table.Td>
      <Table.Td>
        <IntervalBar
          value={group.health_mean}
          low={group.health_low}
          high={group.health_high}
          {...scales.health}
          format={decimal}
          mark={all?.health_mean ?? null}
          isFaint={group.health_known < FEW_KNOWN}
        />
      </Table.Td>
      <Table.Td>
        <IntervalBar
          value={group.maturity_mean}
          low={group.maturity_low}
          high={group.maturity_high}
          {...scales.maturity}
          format={decimal}
          mark={all?.maturity_mean ?? null}
          isFaint={group.maturity_known < FEW_KNOWN}
        />
      </Table.Td>
      <Table.Td title={`${group.lost} of ${group.start_accounts}`}>
        <IntervalBar
          value={group.churn_pct}
          low={group.churn_low_pct}
          high={group.churn_high_pct}
          {...scales.churn}
          format={percent}
          mark={all?.churn_pct ?? null}
          isFaint={group.is_small}
        />
      </Table.Td>
      <Table.Td className="numeric">{formatPercent(group.grr_pct)}</Table.Td>
      <Table.Td className="numeric">{formatPercent(group.nrr_pct)}</Table.Td>
      <Table.Td className="numeric">{growth(group.arr_growth_pct)}</Table.Td>
    </Table.Tr>
  );
}
