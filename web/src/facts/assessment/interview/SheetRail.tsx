import { Kbd } from '@mantine/core';
import type { Schema } from '@/lib/api';
import { formatDecimal, formatDelta } from '@/lib/format';
import { previewOf } from '../preview';
import { RatePreview } from '../RatePreview';
import { type Assessment, lastRating } from '../useAssessments';
import classes from './Interview.module.css';
import { liftsOf } from './lift';
import { goTo, QUESTION } from './sheetKeys';
import type { SheetDraft } from './useSheetDraft';

interface SheetRailProps {
  draft: SheetDraft;
  today: string;
  health: number | null;
  groups: Schema<'RatingGroup'>[];
  card: Schema<'Card'>;
  assessments: Assessment[];
}

const LIFTS = 3;

/** Beside the questions: what they amount to so far, which are open, and what would lift the index. */
export function SheetRail({ draft, today, health, groups, card, assessments }: SheetRailProps) {
  const rated = { ratings: draft.ratings, day: draft.day ?? today, basis: 'interview' as const };
  const lifts = liftsOf(card, (id) => draft.ratings[id] ?? lastRating(assessments, id)?.value ?? null);
  return (
    <aside className={classes.rail} aria-label="The index so far">
      <RatePreview
        isAside
        health={health}
        card={card}
        preview={previewOf(card, assessments, rated)}
        before={previewOf(card, assessments, { ...rated, ratings: {} })}
      />
      <nav aria-label="Questions" className={classes.outline}>
        {groups.map((group) => (
          <div key={group.id}>
            <h3>{group.label}</h3>
            {group.ratings.map(({ id, label }) => (
              <a
                key={id}
                href={`#${id}`}
                data-rated={draft.ratings[id] !== undefined}
                onClick={(event) => {
                  event.preventDefault();
                  goTo(document.querySelector(`[${QUESTION}="${id}"]`));
                }}
              >
                {label}
                <b>
                  {draft.ratings[id] ?? <span aria-hidden>·</span>}
                  {draft.ratings[id] === undefined && <span className="visually-hidden">open</span>}
                </b>
              </a>
            ))}
          </div>
        ))}
      </nav>
      {lifts.length > 0 && (
        <section className={classes.lifts} aria-labelledby="sheet-lifts">
          <h3 id="sheet-lifts">One step more lifts the index by</h3>
          <ol>
            {lifts.slice(0, LIFTS).map(({ id, label, value, gain }) => (
              <li key={id}>
                <span>
                  {label} <small>now {formatDecimal(value)}</small>
                </span>
                <b>{formatDelta(gain, 2)}</b>
              </li>
            ))}
          </ol>
        </section>
      )}
      <dl className={classes.keys} aria-label="Keys">
        {keys.map(({ combination, does }) => (
          <div key={does}>
            <dt>
              {combination.map((key) => (
                <Kbd key={key} size="xs">
                  {key}
                </Kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </aside>
  );
}

const keys = [
  { combination: ['1', '…', '5'], does: 'rate' },
  { combination: ['Enter'], does: 'write down why' },
  { combination: ['Esc'], does: 'back to the scale' },
  { combination: ['Ctrl', 'Enter'], does: 'next question' },
  { combination: ['Ctrl', 'Shift', 'Enter'], does: 'the one before' },
];
