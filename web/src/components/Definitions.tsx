import type { Schema } from '@/lib/api';
import classes from './Definitions.module.css';

/** What the words of a page mean, as the server defines them: there for who looks, in nobody's way. */
export function Definitions({
  title = 'What these figures mean',
  items,
}: {
  title?: string;
  items: Schema<'Definition'>[];
}) {
  if (items.length === 0) return null;
  return (
    <details className={classes.definitions}>
      <summary>{title}</summary>
      <dl>
        {items.map(({ name, text }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
