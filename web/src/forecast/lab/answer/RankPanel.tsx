import { Panel } from '@/components/Panel';
import { SaveCsv } from '@/components/SaveCsv';
import classes from '../Lab.module.css';
import { DRAFT_NOTE, formatP, hasDraft, type Lab, type LabScore } from '../lab';
import { RankScale } from './RankScale';

/** How well each score ranks who left, all on one scale on which a coin stands at .5. */
export function RankPanel({ lab }: { lab: Lab }) {
  return (
    <Panel
      title="How well each ranks who leaves"
      hint="Of two customers of the same month, one of which left: how often the one that left had the worse score (AUC). A coin has .50, and 1 is never wrong."
      actions={<SaveCsv name="lab-scores" rows={lab.scores} columns={scoreColumns} />}
    >
      <RankScale scores={lab.scores} leftAccounts={lab.left_accounts} />
    </Panel>
  );
}

/** Differences on the same rows: two intervals that overlap may still differ, and the other way round. */
export function PairsPanel({ lab }: { lab: Lab }) {
  if (lab.pairs.length === 0) return null;
  return (
    <Panel
      title="Held against each other"
      hint="On the rows of which both are known. The interval is that of the difference; p is adjusted for how many pairs there are."
      actions={<SaveCsv name="lab-pairs" rows={lab.pairs} columns={pairColumns} />}
    >
      <ul className={classes.words}>
        {lab.pairs.map(({ a, b, words, p_adjusted }) => (
          <li key={`${a} ${b}`}>
            {words} <small>({formatP(p_adjusted)})</small>
          </li>
        ))}
      </ul>
      {hasDraft(lab) && <p className={classes.soft}>{DRAFT_NOTE}</p>}
    </Panel>
  );
}

const scoreColumns = {
  id: (s: LabScore) => s.id,
  label: (s: LabScore) => s.label,
  verdict: (s: LabScore) => s.verdict,
  auc: (s: LabScore) => s.auc,
  auc_low: (s: LabScore) => s.auc_low,
  auc_high: (s: LabScore) => s.auc_high,
  rows: (s: LabScore) => s.rows,
  left: (s: LabScore) => s.left,
  left_accounts: (s: LabScore) => s.left_accounts,
  missing: (s: LabScore) => s.missing,
};

type Pair = Lab['pairs'][number];

const pairColumns = {
  a: (pair: Pair) => pair.a,
  b: (pair: Pair) => pair.b,
  difference: (pair: Pair) => pair.difference,
  low: (pair: Pair) => pair.low,
  high: (pair: Pair) => pair.high,
  p: (pair: Pair) => pair.p,
  p_adjusted: (pair: Pair) => pair.p_adjusted,
  words: (pair: Pair) => pair.words,
};
