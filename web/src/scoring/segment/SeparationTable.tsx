import { Anchor, Table } from '@mantine/core';
import { ListTable } from '@/components/ListTable';
import { Track } from '@/components/Track';
import type { Schema } from '@/lib/api';
import { formatDay } from '@/lib/day';
import { formatMany, formatPercent } from '@/lib/format';
import { valueLabel } from './labels';
import classes from './Segment.module.css';

type Separation = Schema<'Separation'>;
type Row = Schema<'SeparationRow'>;

const LEVEL = 0.05;

interface SeparationTableProps {
  separation: Separation;
  by: string;
  onBy: (by: string) => void;
}

/** The attributes, the most telling first; choosing one compares its values above. */
export function SeparationTable({ separation, by, onBy }: SeparationTableProps) {
  const { tried } = separation;
  const rows = separation.rows.filter(({ p }) => p !== null);
  const untold = separation.rows.filter(({ p }) => p === null);
  const most = Math.max(...rows.map(({ gain_bits }) => gain_bits ?? 0));
  const telling = rows.filter(({ p_adjusted }) => p_adjusted !== null && p_adjusted < LEVEL);

  return (
    <>
      <p className={classes.verdict}>{verdictOf(telling)}</p>
      <ListTable
        label="Attributes by how far they separate"
        minWidth={900}
        headers={['Attribute', 'Information', 'p, adjusted', 'G', 'Lost most', 'Lost least']}
      >
        {rows.map((row) => (
          <Table.Tr key={row.field} data-telling={row.p_adjusted !== null && row.p_adjusted < LEVEL}>
            <Table.Td>
              <Anchor
                component="button"
                type="button"
                size="sm"
                aria-pressed={row.field === by}
                onClick={() => onBy(row.field)}
              >
                {row.label}
              </Anchor>
              {row.is_undated && <small className={classes.small}>as it is now</small>}
            </Table.Td>
            <Table.Td>
              <Gain row={row} most={most} />
            </Table.Td>
            <Table.Td
              className="numeric"
              title={row.p === null ? undefined : `before adjusting: ${formatP(row.p)}`}
            >
              {row.p_adjusted !== null && formatP(row.p_adjusted)}
              {row.few > 0 && <small className={classes.small}>rough</small>}
            </Table.Td>
            <Table.Td className="numeric">
              {row.g === null ? '–' : `${row.g.toFixed(1)} (${row.df})`}
            </Table.Td>
            <Table.Td>
              <End field={row.field} part={row.worst} />
            </Table.Td>
            <Table.Td>
              <End field={row.field} part={row.best} />
            </Table.Td>
          </Table.Tr>
        ))}
      </ListTable>
      <p className={classes.soft} role="note">
        {separation.lost} of {formatMany(separation.accounts, 'customer')} of {formatDay(separation.from)}{' '}
        were lost by {formatDay(separation.to)}. Information is what knowing the value tells about who leaves,
        in bits for each account; there are {separation.entropy_bits?.toFixed(2)} to know. p is the
        probability of as much separation by chance (G-test; degrees of freedom beside G), adjusted for{' '}
        {tried} tries (Holm). “Rough”: some values have few accounts. “As it is now”: the attribute has no
        history, so it may have been changed because accounts left. Values of fewer than five accounts are put
        together; those without a value are a class of their own.
        {untold.length > 0 &&
          ` Not tried, because all have one value or none: ${untold.map(({ label }) => label).join(', ')}.`}
      </p>
    </>
  );
}

function verdictOf(telling: Row[]): string {
  const [first] = telling;
  if (!first) return 'No attribute separates them further than chance might among so many tries.';
  const others = telling.length - 1;
  const most = `${first.label} separates them best`;
  if (others === 0) return `${most}; the others no further than chance might.`;
  return `${most}; ${telling
    .slice(1)
    .map(({ label }) => label)
    .join(', ')} too ${others === 1 ? 'separates' : 'separate'} them further than chance would.`;
}

/** 0.012, and "below 0.001" for what is smaller. */
function formatP(p: number): string {
  if (p < 0.001) return 'below 0.001';
  return p.toFixed(3);
}

function Gain({ row, most }: { row: Row; most: number }) {
  if (row.gain_bits === null) return <>–</>;
  return (
    <span className={classes.gain} title={`${formatPercent(row.gain_pct)} of what there is to know`}>
      <span className={classes.bits}>{row.gain_bits.toFixed(3)}</span>
      <Track share={most > 0 ? row.gain_bits / most : 0} />
    </span>
  );
}

function End({ field, part }: { field: string; part: Row['worst'] }) {
  if (!part) return <>–</>;
  return (
    <span
      title={`${part.lost} of ${part.accounts}; 95 %: ${formatPercent(part.churn_low_pct)} to ${formatPercent(part.churn_high_pct)}`}
    >
      {valueLabel(field, part.label)} <b>{formatPercent(part.churn_pct)}</b>
    </span>
  );
}
