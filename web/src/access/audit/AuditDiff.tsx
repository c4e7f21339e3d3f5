import classes from './AuditDiff.module.css';
import { sayField, sayValue } from './auditWords';

type Fields = Record<string, unknown> | null;

/** What changed, field by field: the old value struck out, the new one after it. */
export function AuditDiff({ before, after }: { before: Fields; after: Fields }) {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  // A struct just created is mostly empty: what is null says nothing.
  const told = names.filter((name) => before?.[name] != null || after?.[name] != null);
  return (
    <dl className={classes.diff}>
      {told.map((name) => (
        <div key={name}>
          <dt>{sayField(name)}</dt>
          <dd>
            {before && <del>{sayValue(name, before[name])}</del>}{' '}
            {after && <ins>{sayValue(name, after[name])}</ins>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
