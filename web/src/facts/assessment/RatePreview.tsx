import { bandOf } from '@/components/HealthBadge';
import { maturityLabels } from '@/components/MaturityBadge';
import { Delta } from '@/components/numbers';
import type { Schema } from '@/lib/api';
import { formatDecimal, formatPercent } from '@/lib/format';
import { bandAt, type CardScore } from '@/scoring/card/cardScore';
import { useMatrixOf } from '@/scoring/standing/useStanding';
import classes from './Rate.module.css';

interface RatePreviewProps {
  health: number | null;
  card: Schema<'Card'>;
  preview: CardScore;
  before: CardScore;
  /** In a narrow column that stays in sight by itself. */
  isAside?: boolean;
}

/** What the ratings chosen so far amount to: the index, its groups and the cell they lead to. */
export function RatePreview({ health, card, preview, before, isAside = false }: RatePreviewProps) {
  const { score, groups, coverage_pct } = preview;
  return (
    <div className={classes.preview} data-aside={isAside} aria-live="polite">
      <div className={classes.index}>
        <span>Index</span>
        {score === null ? (
          <b className={classes.pending}>–</b>
        ) : (
          <b>
            {formatDecimal(score)} <small>{maturityLabels[bandOf(preview.band)]}</small>
          </b>
        )}
        {score !== before.score && (
          <Delta from={before.score} to={score} decimals={1} since="what is known now" />
        )}
      </div>
      <div className={classes.groups}>
        {groups.map((group) => (
          <div key={group.id}>
            <span>{group.label}</span>
            <span className={classes.track} aria-hidden>
              <span
                style={{
                  width: `${group.score === null ? 0 : (100 * (group.score - card.low)) / (card.high - card.low)}%`,
                }}
              />
            </span>
            <b>{formatDecimal(group.score)}</b>
          </div>
        ))}
      </div>
      <p className={classes.cell}>
        {score === null ? (
          <>
            The index is known once {formatPercent(card.min_coverage_pct)} of its weight is rated; now it is{' '}
            {formatPercent(coverage_pct)}.
          </>
        ) : (
          <Destination health={health} maturity={score} />
        )}
      </p>
    </div>
  );
}

function Destination({ health, maturity }: { health: number | null; maturity: number }) {
  const { data } = useMatrixOf(undefined);
  if (health === null) return <>Its cell is open until health is known too.</>;
  if (!data) return null;
  const x = bandAt(data.x.bands, maturity)?.id;
  const y = bandAt(data.y.bands, health)?.id;
  const cell = data.cells.find((candidate) => candidate.x === x && candidate.y === y);
  if (!cell) return null;
  return (
    <>
      This puts the account into <b>{cell.label}</b>. {cell.action}
    </>
  );
}
