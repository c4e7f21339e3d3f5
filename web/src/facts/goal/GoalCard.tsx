import { Button } from '@mantine/core';
import { DayText } from '@/components/DayText';
import { Sparkline } from '@/components/Sparkline';
import { EditButton } from '@/facts/list/FactTable';
import tableClasses from '@/facts/list/FactTable.module.css';
import { type Day, formatDay } from '@/lib/day';
import { formatMany, formatNumber } from '@/lib/format';
import classes from './Goal.module.css';
import { type Goal, goalKind, type Measurement } from './goalKind';
import { type Progress, progressOf, stateOf } from './progress';

interface GoalCardProps {
  goal: Goal;
  measurements: Measurement[];
  /** What lies behind it is not seen. */
  day: Day;
  onEdit: (() => void) | undefined;
  /** Without a measurement: a new one. */
  onMeasure: ((measurement?: Measurement) => void) | undefined;
}

const withUnit = (value: number, unit: string | null) =>
  unit === '%' ? `${formatNumber(value)}%` : `${formatNumber(value)}${unit ? ` ${unit}` : ''}`;

/** One goal: what, how far, by when; its measurements behind a click. */
export function GoalCard({ goal, measurements, day, onEdit, onMeasure }: GoalCardProps) {
  const progress = progressOf(goal, measurements, day);
  const state = stateOf(goal, progress, day);
  const { outcome, agreed, due, owner, note } = goal;
  return (
    <li className={classes.goal} aria-label={outcome}>
      <header>
        <h3>{outcome}</h3>
        <span className={tableClasses[state.tone]}>{state.text}</span>
        {onEdit && <EditButton name={goalKind.nameOf(goal)} onClick={onEdit} />}
      </header>
      {goal.target !== null && <Way goal={goal} target={goal.target} progress={progress} />}
      <p className={classes.meta}>
        Agreed <DayText day={agreed} />
        {due && (
          <>
            {' '}
            · due <DayText day={due} />
          </>
        )}
        {progress.met && (
          <>
            {' '}
            · met <DayText day={progress.met} />
          </>
        )}
        {owner && ` · ${owner}`}
      </p>
      {note && <p className={classes.note}>{note}</p>}
      {goal.target !== null && <Measurements goal={goal} progress={progress} onMeasure={onMeasure} />}
    </li>
  );
}

/** The way from baseline to target as a bar, and where the customer stands on it. */
function Way({ goal, target, progress }: { goal: Goal; target: number; progress: Progress }) {
  const { baseline, unit } = goal;
  const { part, latest, met } = progress;
  const percent = Math.round(100 * (part ?? 0));
  const now = latest ? withUnit(latest.value, unit) : 'not measured yet';
  return (
    <div className={classes.way}>
      <div
        role="meter"
        aria-label="Progress"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={`${percent}% of the way: ${now}`}
        data-met={met !== undefined}
      >
        <span style={{ width: `${percent}%` }} />
      </div>
      <dl>
        <div>
          <dt>From</dt>
          <dd>{baseline === null ? '–' : formatNumber(baseline)}</dd>
        </div>
        <div>
          <dt>Now</dt>
          <dd>
            {latest ? formatNumber(latest.value) : now}
            {part !== undefined && <small> {percent}%</small>}
          </dd>
        </div>
        <div>
          <dt>To</dt>
          <dd>{withUnit(target, unit)}</dd>
        </div>
      </dl>
    </div>
  );
}

function Measurements({
  goal,
  progress: { course },
  onMeasure,
}: {
  goal: Goal;
  progress: Progress;
  onMeasure: GoalCardProps['onMeasure'];
}) {
  const count = course.length;
  return (
    <footer>
      {count > 0 && (
        <details>
          <summary>
            {formatMany(count, 'measurement')}
            <Sparkline
              values={course.map(({ value }) => value)}
              label={`Course of ${goal.outcome}`}
              width={72}
            />
          </summary>
          <ul>
            {course.toReversed().map((measurement) => (
              <li key={measurement.key}>
                <DayText day={measurement.day} /> <b>{withUnit(measurement.value, goal.unit)}</b>
                <span className={classes.source}>{measurement.note}</span>
                {onMeasure && (
                  <EditButton
                    name={`the measurement of ${formatDay(measurement.day)}`}
                    onClick={() => onMeasure(measurement)}
                  />
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
      {onMeasure && (
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => onMeasure()}
          aria-label={`Measure ${goal.outcome}`}
        >
          Measure
        </Button>
      )}
    </footer>
  );
}
