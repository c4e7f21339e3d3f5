import { IconHelpCircle } from '@tabler/icons-react';
import { Count, Money, Percent } from '@/components/numbers';
import type { Schema } from '@/lib/api';
import { within } from '@/lib/filterText';
import type { Card } from '../whatif/useWhatif';
import { AccountList, Panel } from './CellPanel';
import classes from './UnknownShelf.module.css';
import { UNKNOWN } from './unknown';

interface UnknownShelfProps {
  unknown: Schema<'MatrixUnknown'>;
  total: number;
  isSelected: boolean;
  onSelect: () => void;
}

/** Accounts that cannot be placed yet, beside the grid: never hidden, never counted as bad. */
export function UnknownShelf({ unknown, total, isSelected, onSelect }: UnknownShelfProps) {
  if (unknown.count === 0) return null;
  return (
    <button
      type="button"
      className={classes.shelf}
      aria-pressed={isSelected}
      data-selected={isSelected}
      onClick={onSelect}
    >
      <IconHelpCircle size={20} stroke={1.5} aria-hidden />
      <span className={classes.words}>
        <b>Not yet known</b>
        {unknown.reasons.map((reason) => (
          <span key={reason.id}>
            {reason.label}: <Count value={reason.count} />
          </span>
        ))}
      </span>
      <span className={classes.figures}>
        <b>
          <Count value={unknown.count} />
        </b>
        <Percent value={total > 0 ? (unknown.count / total) * 100 : null} />
        <Money cents={unknown.arr_cents} isShort />
      </span>
    </button>
  );
}

interface UnknownPanelProps {
  unknown: Schema<'MatrixUnknown'>;
  matrix: string;
  day: string;
  filter: string | undefined;
  cards: Card[];
  onClose: () => void;
}

/** For each reason the cheapest step that would place these accounts. */
export function UnknownPanel({ unknown, matrix, day, filter, cards, onClose }: UnknownPanelProps) {
  return (
    <Panel title="Not yet known" onClose={onClose}>
      <ul className={classes.reasons}>
        {unknown.reasons.map((reason) => (
          <li key={reason.id}>
            <b>
              {reason.label} (<Count value={reason.count} />)
            </b>
            <span>{reason.next_step}</span>
          </li>
        ))}
      </ul>
      <AccountList filter={within(filter, `cell = "${UNKNOWN}"`)} matrix={matrix} day={day} cards={cards} />
    </Panel>
  );
}
