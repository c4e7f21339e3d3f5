import { formatDelta, formatPercent } from '@/lib/format';
import type { Weights } from './useWeights';
import classes from './Weights.module.css';

type Change = Weights['changes'][number];

const BETWEEN = ' / ';

/** Groups as they come, the largest change first, each followed by its measures. */
function inGroups(changes: Change[]): Change[] {
  const groups = changes.filter(({ path }) => !path.includes(BETWEEN));
  return groups.flatMap((group) => [
    group,
    ...changes.filter(({ path }) => path.startsWith(`${group.path}${BETWEEN}`)),
  ]);
}

/** Each weight as it is and as it is suggested, one bar under the other. */
export function WeightBars({ changes }: { changes: Change[] }) {
  const top = Math.max(1, ...changes.flatMap(({ from_pct, to_pct }) => [from_pct, to_pct]));
  const width = (pct: number) => ({ width: `${(100 * pct) / top}%` });
  return (
    <table className={classes.bars} aria-label="Weights as they are and as they are suggested">
      <thead>
        <tr>
          <th>Part of the card</th>
          <th className={classes.pair}>
            <i className={classes.key} data-of="now">
              now
            </i>
            <i className={classes.key} data-of="then">
              suggested
            </i>
          </th>
          <th className={classes.figure}>Now</th>
          <th className={classes.figure}>Suggested</th>
          <th className={classes.figure}>Change</th>
        </tr>
      </thead>
      <tbody>
        {inGroups(changes).map(({ path, label, from_pct, to_pct }) => (
          <tr key={path} data-part={path.includes(BETWEEN)}>
            <th scope="row" title={path}>
              {label}
            </th>
            <td className={classes.pair} aria-hidden>
              <span style={width(from_pct)} data-of="now" />
              <span style={width(to_pct)} data-of="then" />
            </td>
            <td className={classes.figure}>{formatPercent(from_pct)}</td>
            <td className={classes.figure}>{formatPercent(to_pct)}</td>
            <td className={classes.figure}>{formatDelta(to_pct - from_pct, 0)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
