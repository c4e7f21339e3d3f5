import { bandOf } from '@/components/HealthBadge';
import type { Schema } from '@/lib/api';
import classes from './BandScale.module.css';

const edge = (value: number) => Number(value.toFixed(2)).toString();

/** The bands of a card as one ruler with its edges. */
export function BandScale({ card }: { card: Schema<'Card'> }) {
  return (
    <ol className={classes.bands} data-kind={card.kind}>
      {card.bands.map(({ id, label, from, to }) => (
        <li key={id} data-band={bandOf(id)} style={{ flexGrow: to - from }}>
          <span>{label}</span>
          <small>
            {edge(from)} to {edge(to)}
          </small>
        </li>
      ))}
    </ol>
  );
}
