import { Missing } from '@/components/numbers';
import { Panel } from '@/components/Panel';
import { formatDelta } from '@/lib/format';
import { roundTo } from '@/lib/rounding';
import { type WhyGroup, whyOf } from '@/scoring/standing/breakdown';
import type { Score, Standing } from '@/scoring/standing/useStanding';
import classes from './Compare.module.css';

interface HealthPartsProps {
  a: Standing;
  b: Standing;
}

/** Points by group and measure of both, as they add up to either score. */
export function HealthParts({ a, b }: HealthPartsProps) {
  if (!a.health || !b.health) return null;
  const decimals = Math.max(a.health.decimals, b.health.decimals);
  const groups = pairUp(a.health, b.health, decimals);
  return (
    <Panel
      title="Where the health comes from"
      hint="Points by what brought them; either column adds up to the score."
    >
      <table className={classes.parts}>
        <caption className="visually-hidden">Points of health of both</caption>
        <thead>
          <tr className={classes.head}>
            <th scope="col">Measure</th>
            <th scope="col">{a.account.name}</th>
            <th scope="col">{b.account.name}</th>
            <th scope="col">Difference</th>
          </tr>
        </thead>
        {groups.map(({ id, label, a: own, b: other, measures }) => (
          <tbody key={id}>
            <tr className={classes.group}>
              <th scope="rowgroup">{label}</th>
              <Points a={own} b={other} decimals={decimals} />
            </tr>
            {measures.map((measure) => (
              <tr key={measure.id} className={classes.measure}>
                <th scope="row">{measure.label}</th>
                <Points a={measure.a} b={measure.b} decimals={decimals} />
              </tr>
            ))}
          </tbody>
        ))}
        <tfoot>
          <tr className={classes.total}>
            <th scope="row">Health</th>
            <Points
              a={shownScore(a.health, decimals)}
              b={shownScore(b.health, decimals)}
              decimals={decimals}
            />
          </tr>
        </tfoot>
      </table>
    </Panel>
  );
}

const shownScore = ({ score }: Score, decimals: number) => (score === null ? null : roundTo(score, decimals));

interface Pair {
  id: string;
  label: string;
  a: number | null;
  b: number | null;
}

/** Groups and measures of both cards by their ids; what only one has stays missing in the other. */
function pairUp(a: Score, b: Score, decimals: number): (Pair & { measures: Pair[] })[] {
  const ours = whyOf(a, 100, decimals);
  const theirs = whyOf(b, 100, decimals);
  const ids = [...new Set([...ours, ...theirs].map(({ id }) => id))];
  return ids.map((id) => {
    const own = ours.find((group) => group.id === id);
    const other = theirs.find((group) => group.id === id);
    const measureIds = [...new Set([...measuresOf(own), ...measuresOf(other)].map((measure) => measure.id))];
    return {
      id,
      label: own?.label ?? other?.label ?? id,
      a: own && own.score !== null ? own.shown : null,
      b: other && other.score !== null ? other.shown : null,
      measures: measureIds.map((measureId) => {
        const one = measuresOf(own).find((measure) => measure.id === measureId);
        const two = measuresOf(other).find((measure) => measure.id === measureId);
        return {
          id: measureId,
          label: one?.label ?? two?.label ?? measureId,
          a: one?.isKnown ? one.shown : null,
          b: two?.isKnown ? two.shown : null,
        };
      }),
    };
  });
}

const measuresOf = (group: WhyGroup | undefined) => group?.measures ?? [];

function Points({ a, b, decimals }: { a: number | null; b: number | null; decimals: number }) {
  return (
    <>
      <td>{a === null ? <Missing /> : a.toFixed(decimals)}</td>
      <td>{b === null ? <Missing /> : b.toFixed(decimals)}</td>
      <td>{a === null || b === null ? <Missing /> : formatDelta(b - a, decimals)}</td>
    </>
  );
}
