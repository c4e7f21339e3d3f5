import type { Schema } from '@/lib/api';
import { formatCount } from '@/lib/format';
import classes from './Report.module.css';

const parts = [
  { id: 'new', label: 'new' },
  { id: 'changed', label: 'changed' },
  { id: 'unchanged', label: 'unchanged' },
  { id: 'rejected', label: 'rejected' },
] as const;

/** The rows of a file by what becomes of them, as a bar and in numbers. */
export function Counts({ file }: { file: Schema<'ImportFile'> }) {
  return (
    <div className={classes.counts}>
      <span className={classes.stripes} aria-hidden>
        {parts
          .filter(({ id }) => file[id] > 0)
          .map(({ id }) => (
            <span key={id} data-part={id} style={{ flexGrow: file[id] }} />
          ))}
      </span>
      <ul>
        {parts.map(({ id, label }) => (
          <li key={id} data-part={id} data-none={file[id] === 0}>
            <b>{formatCount(file[id])}</b> {label}
            {id === 'rejected' && file.duplicates > 0 && (
              <small>, {formatCount(file.duplicates)} of them given twice</small>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
