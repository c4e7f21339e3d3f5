import classes from './Segment.module.css';

/** What has no history counts for every day as it is now; better said than guessed. */
export function UndatedNote({ fields }: { fields: string[] }) {
  if (fields.length === 0) return null;
  return (
    <p className={classes.soft} role="note">
      Without a history: {fields.join(', ')}. For a day of the past{' '}
      {fields.length === 1 ? 'it counts' : 'they count'} as now; scores, bands, cells, metrics and lifecycle
      are those of the day.
    </p>
  );
}
