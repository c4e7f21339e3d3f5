import { Button, Table } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { ListTable } from '@/components/ListTable';
import { MetricValue } from '@/components/numbers';
import type { Schema } from '@/lib/api';
import { formatMany } from '@/lib/format';
import { formatShare } from '../says';
import classes from './Model.module.css';

type ModelColumn = Schema<'ModelColumn'>;

const SHOWN = 12;

/** What it reads, and how much that moves its answers. */
export function Columns({ columns }: { columns: ModelColumn[] }) {
  const [isAll, setIsAll] = useState(false);
  const shown = isAll ? columns : columns.slice(0, SHOWN);
  const most = Math.max(...columns.map(({ weight_pct }) => weight_pct ?? 0), 1e-9);
  return (
    <>
      <ListTable label="What it reads" headers={['Column', 'Weight', 'Usual']} minWidth={340}>
        {shown.map(({ id, label, unit, weight_pct, typical }) => (
          <Table.Tr key={id}>
            <Table.Td>
              <Link to={`/dictionary#${id}`}>{label}</Link>
            </Table.Td>
            <Table.Td miw={120}>
              <span className={classes.weight}>
                <span className="numeric">{weight_pct === null ? '–' : formatShare(weight_pct)}</span>
                <i aria-hidden style={{ width: `${(100 * (weight_pct ?? 0)) / most}%` }} />
              </span>
            </Table.Td>
            <Table.Td>
              <MetricValue value={typical} unit={unit} />
            </Table.Td>
          </Table.Tr>
        ))}
      </ListTable>
      {columns.length > SHOWN && (
        <div>
          <Button size="compact-xs" variant="subtle" onClick={() => setIsAll(!isAll)}>
            {isAll ? 'Only the weightiest' : `All ${formatMany(columns.length, 'column')}`}
          </Button>
        </div>
      )}
    </>
  );
}

/** Each with the reason; those with the same one together. */
export function LeftOut({ items }: { items: Schema<'ModelLeft'>[] }) {
  const byReason = Map.groupBy(items, ({ reason }) => reason);
  if (items.length === 0) return <p className={classes.soft}>Nothing had to be left out.</p>;
  return (
    <dl className={classes.leftOut}>
      {[...byReason].map(([reason, same]) => (
        <div key={reason}>
          <dt>{same.map(({ label }) => label).join(' · ')}</dt>
          <dd>{reason}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The same as a file. */
export const columnColumns = {
  id: (row: ModelColumn) => row.id,
  label: (row: ModelColumn) => row.label,
  unit: (row: ModelColumn) => row.unit,
  weight_pct: (row: ModelColumn) => row.weight_pct,
  typical: (row: ModelColumn) => row.typical,
};
