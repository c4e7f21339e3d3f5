import { formatCount } from '@/lib/format';
import { formatAuc, isJudged, type LabScore, verdictLabels } from '../lab';
import classes from './RankScale.module.css';

const CHANCE = 0.5;

/** Ends in round tenths around all intervals, chance always within. */
function endsOf(scores: LabScore[]) {
  const values = scores.flatMap(({ auc_low, auc_high }) => [auc_low ?? CHANCE, auc_high ?? CHANCE]);
  const low = Math.floor(10 * Math.min(0.4, ...values)) / 10;
  const high = Math.ceil(10 * Math.max(0.8, ...values)) / 10;
  return { low: Math.max(0, low), high: Math.min(1, high) };
}

/** Scores one under the other: a dot with its interval, and the line of chance through all of them. */
export function RankScale({ scores, leftAccounts }: { scores: LabScore[]; leftAccounts: number }) {
  const { low, high } = endsOf(scores);
  const at = (value: number) => `${(100 * (value - low)) / (high - low)}%`;
  const count = Math.round(10 * (high - low));
  const ticks = Array.from({ length: count + 1 }, (_, tick) => low + tick / 10);
  return (
    <table className={classes.ranks} aria-label="How well each score ranks who leaves">
      <thead>
        <tr>
          <th>Score</th>
          <th>
            <span className="visually-hidden">Place on the scale</span>
            <span className={classes.axis} aria-hidden>
              {ticks.map((tick) => (
                <i key={tick} style={{ left: at(tick) }} data-chance={Math.abs(tick - CHANCE) < 0.01}>
                  {Math.abs(tick - CHANCE) < 0.01 ? 'chance' : formatAuc(tick)}
                </i>
              ))}
            </span>
          </th>
          <th>AUC</th>
        </tr>
      </thead>
      <tbody>
        {scores.map((score) => (
          <tr key={score.id} data-verdict={score.verdict}>
            <th scope="row">
              {score.label}
              <small>{basisOf(score, leftAccounts)}</small>
            </th>
            <td>
              <span className={classes.scale} aria-hidden>
                <i className={classes.chance} style={{ left: at(CHANCE) }} />
                {isJudged(score) && <Mark score={score} at={at} />}
              </span>
            </td>
            <td>
              {isJudged(score) ? (
                <>
                  <b>{formatAuc(score.auc)}</b>
                  <small>
                    {formatAuc(score.auc_low)} to {formatAuc(score.auc_high)}
                  </small>
                </>
              ) : (
                <small>not known of anybody</small>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** "Better than chance; version 3, known of 92 of the 93 that left". */
const basisOf = ({ verdict, version, left_accounts }: LabScore, leftAccounts: number) =>
  [
    verdictLabels[verdict],
    ...(version === null ? [] : [`version ${version}`]),
    `known of ${formatCount(left_accounts)} of the ${formatCount(leftAccounts)} that left`,
  ].join(', ');

function Mark({ score, at }: { score: LabScore; at: (value: number) => string }) {
  const { auc, auc_low, auc_high } = score;
  return (
    <>
      {auc_low !== null && auc_high !== null && (
        <i className={classes.range} style={{ left: at(auc_low), right: `calc(100% - ${at(auc_high)})` }} />
      )}
      {auc !== null && <i className={classes.dot} style={{ left: at(auc) }} />}
    </>
  );
}
