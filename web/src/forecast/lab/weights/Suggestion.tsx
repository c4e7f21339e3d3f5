import { useCan } from '@/access/session';
import { Definitions } from '@/components/Definitions';
import { Figure, Figures } from '@/components/Figures';
import { Notice } from '@/components/Notice';
import { SaveCsv } from '@/components/SaveCsv';
import { formatCount, formatDelta, formatMany, formatPercent } from '@/lib/format';
import { SaveDraft } from '@/scoring/card/SaveDraft';
import { formatAuc, formatP } from '../lab';
import type { Weights } from './useWeights';
import { WeightBars } from './WeightBars';
import classes from './Weights.module.css';

/** What the search found, and how sure it is that it is better. */
export function Suggestion({ weights }: { weights: Weights }) {
  const mayEdit = useCan('manager');
  const { card, changes, is_better, words, rows, moved_rows } = weights;
  return (
    <>
      <Notice tone={is_better ? 'good' : 'info'} title={words} />
      {card && (
        <>
          <Gain weights={weights} />
          <WeightBars changes={changes} />
          <p className={classes.soft}>
            {formatCount(moved_rows)} of {formatMany(rows, 'row')} (
            {formatPercent(rows > 0 ? (100 * moved_rows) / rows : null)}) would have been in another band.
          </p>
          <div className={classes.ask}>
            {mayEdit && (
              <SaveDraft
                changed={[card]}
                label="Make a draft of these weights"
                what="the suggested weights"
                size="xs"
                variant={is_better ? 'filled' : 'default'}
              />
            )}
            <SaveCsv name={`lab-weights-${weights.key}`} rows={changes} columns={changeColumns} />
          </div>
        </>
      )}
      <Definitions title="How weights are looked for" items={weights.definitions} />
    </>
  );
}

function Gain({ weights }: { weights: Weights }) {
  const { gain, gain_low, gain_high, auc_now, auc_then, p } = weights;
  const sign = (value: number | null) => (value === null ? '–' : formatDelta(value, 3));
  return (
    <Figures>
      <Figure name="AUC with the present weights">{formatAuc(auc_now)}</Figure>
      <Figure name="With the suggested ones" more="on customers they were not fitted on">
        {formatAuc(auc_then)}
      </Figure>
      <Figure name="Gain" more={`${sign(gain_low)} to ${sign(gain_high)}, ${formatP(p)}`}>
        {sign(gain)}
      </Figure>
    </Figures>
  );
}

type Change = Weights['changes'][number];

const changeColumns = {
  path: (change: Change) => change.path,
  label: (change: Change) => change.label,
  from_pct: (change: Change) => change.from_pct,
  to_pct: (change: Change) => change.to_pct,
};
