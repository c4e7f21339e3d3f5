import { formatCount, formatMoney, formatPercent, MISSING } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';
import classes from './Cohorts.module.css';
import { type Cell, type Cohort, type CohortTable, cellsOf, depthOf, lowestOf, type Measure } from './cohort';

/** Cohorts below each other, ages side by side; the fuller a cell, the more is left. */
export function CohortHeatmap({ table, measure }: { table: CohortTable; measure: Measure }) {
  const lowest = lowestOf(table, measure);
  const count = Math.max(0, ...[table.all, ...table.rows].map((row) => cellsOf(table, row, measure).length));
  const ages = Array.from({ length: count }, (_, step) => step * table.step_months);
  const label = measure === 'revenue' ? 'Revenue kept by cohort' : 'Customers kept by cohort';
  return (
    <>
      <Scale lowest={lowest} hasGrowth={measure === 'revenue'} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div className={classes.scroller} role="group" tabIndex={0} aria-label={`${label}, scrolls sideways`}>
        <table className={classes.table} aria-label={label}>
          <thead className={classes.head}>
            <tr>
              <th scope="col">Began</th>
              <th scope="col" className={classes.size}>
                {measure === 'revenue' ? 'ARR' : 'Customers'}
              </th>
              {ages.map((months) => (
                <th key={months} scope="col">
                  {months}
                  <span className="visually-hidden"> months</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.all.accounts > 0 && (
              <CohortRow row={table.all} table={table} measure={measure} lowest={lowest} isAll />
            )}
            {table.rows.toReversed().map((row) => (
              <CohortRow key={row.label} row={row} table={table} measure={measure} lowest={lowest} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

interface RowProps {
  row: Cohort;
  table: CohortTable;
  measure: Measure;
  lowest: number;
  isAll?: boolean;
}

const FEW = 5;

function CohortRow({ row, table, measure, lowest, isAll = false }: RowProps) {
  const { currency } = useOrganisation();
  const money = (cents: number) => formatMoney(cents, currency, true);
  const isMoney = measure === 'revenue';
  const title = (cell: Cell) => {
    const after = `${row.label}, after ${cell.months} months`;
    if (isAll) return `${after}: all who have come to that age`;
    const [now, start] = isMoney
      ? [money(cell.now), money(cell.start)]
      : [cell.now, cell.start].map(formatCount);
    return `${after}: ${now} of ${start}`;
  };
  return (
    <tr className={isAll ? classes.all : undefined} data-faint={row.late > 0 || row.accounts < FEW}>
      <th scope="row">
        {row.label}
        {row.late > 0 && <span title={`${row.late} began before leavers were on record`}>*</span>}
      </th>
      <td className={classes.size}>{isMoney ? money(row.arr_cents) : formatCount(row.accounts)}</td>
      {cellsOf(table, row, measure).map(({ months, cell }) => (
        <HeatCell
          key={months}
          cell={cell}
          lowest={lowest}
          title={cell ? title(cell) : 'nobody paid at the start'}
        />
      ))}
    </tr>
  );
}

function HeatCell({ cell, lowest, title }: { cell: Cell | null; lowest: number; title: string }) {
  if (!cell) return <td title={title}>{MISSING}</td>;
  const { tone, depth } = depthOf(cell.pct, lowest);
  return (
    <td
      title={title}
      className={classes.heat}
      data-tone={tone}
      style={{ '--depth': depth } as React.CSSProperties}
    >
      {tone === 'grown' && <span aria-hidden>↗</span>}
      {formatPercent(Math.round(cell.pct))}
    </td>
  );
}

/** What the shades mean. */
function Scale({ lowest, hasGrowth }: { lowest: number; hasGrowth: boolean }) {
  return (
    <div className={classes.legend} aria-hidden>
      <span>{lowest}% left</span>
      <i className={classes.ramp} data-tone="left" />
      <span>all</span>
      {hasGrowth && (
        <>
          <i className={classes.ramp} data-tone="grown" />
          <span>↗ grown beyond the start</span>
        </>
      )}
    </div>
  );
}
