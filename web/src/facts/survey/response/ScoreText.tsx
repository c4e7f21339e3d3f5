import { Missing } from '@/components/numbers';
import { formatNumber } from '@/lib/format';
import { sayWord } from '@/lib/words';
import type { InstrumentKind } from '../instrument';
import { npsGroup } from './answers';
import classes from './Response.module.css';

const tones = { promoter: 'good', passive: undefined, detractor: 'bad' } as const;

/** The main number of a response, on the scale of its questionnaire. */
export function ScoreText({ kind, score }: { kind: InstrumentKind | undefined; score: number | null }) {
  if (score === null) return <Missing reason="no score" />;
  if (kind === 'nps') {
    const group = npsGroup(score);
    return (
      <>
        {formatNumber(score)} of 10{' '}
        <small data-tone={tones[group]} className={classes.group}>
          {sayWord(group)}
        </small>
      </>
    );
  }
  return <>{`${formatNumber(score)} of ${kind === 'ces' ? 7 : 5}`}</>;
}
