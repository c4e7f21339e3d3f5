import type { Schema } from '@/lib/api';
import { formatCount } from '@/lib/format';
import classes from '../Import.module.css';

/** All files of an import together. */
export function Totals({ item }: { item: Schema<'Import'> }) {
  const figures = [
    { label: item.files.length === 1 ? 'File' : 'Files', value: item.files.length },
    { label: 'Rows read', value: item.rows_read },
    { label: 'New', value: item.rows_new },
    { label: 'Changed', value: item.rows_changed },
    { label: 'Unchanged', value: item.rows_unchanged },
    { label: 'Rejected', value: item.rows_rejected, isBad: item.rows_rejected > 0 },
  ];
  return (
    <dl className={classes.totals} aria-label="All files together">
      {figures.map(({ label, value, isBad }) => (
        <div key={label} data-bad={isBad}>
          <dt>{label}</dt>
          <dd>{formatCount(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
