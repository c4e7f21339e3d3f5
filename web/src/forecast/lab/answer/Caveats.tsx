import { Link } from 'react-router';
import { Panel } from '@/components/Panel';
import { $api, type Schema } from '@/lib/api';
import { formatDay } from '@/lib/day';
import { formatPercent } from '@/lib/format';
import type { Lab } from '../lab';
import classes from './Caveats.module.css';

/** What one should know before one believes it. */
export function Caveats({ lab }: { lab: Lab }) {
  const { data } = $api.useQuery('get', '/api/v1/forecast/models');
  const model = data?.items.find(({ is_in_force }) => is_in_force);
  const caveats = caveatsOf(lab);
  if (caveats.length === 0 && !lab.model_note && !model) return null;
  return (
    <Panel title="What to beware of">
      <ul className={classes.caveats}>
        {caveats.map((text) => (
          <li key={text}>{text}</li>
        ))}
        {lab.model_note && (
          <li>
            {lab.model_note} <Link to="/forecast/risk">Models are trained on the page Risk.</Link>
          </li>
        )}
      </ul>
      {model && model.left_out.length > 0 && <LeftOut model={model} />}
    </Panel>
  );
}

/** No history tells what would have become of those whom somebody saved. */
const ACTED_ON =
  'These customers lived with the score: where somebody acted on a red one and kept the customer, the score looks worse than it was.';

function caveatsOf(lab: Lab): string[] {
  const isJudged = lab.scores.length > 0;
  return [
    ...(isJudged ? [ACTED_ON] : []),
    ...(lab.known_until
      ? [
          `What became of customers is known until ${formatDay(lab.known_until)}; month-ends whose horizon ends later are left out.`,
        ]
      : []),
    ...(lab.drawn_pct < 100
      ? [
          `There are too many rows for one look: ${formatPercent(lab.drawn_pct)} of the accounts were drawn, each with all of its months.`,
        ]
      : []),
    ...lab.scores.flatMap(({ label, undated }) =>
      undated.length > 0
        ? [
            `${label} reads what has no history: ${undated.join(', ')}. It counts for every day as it is now, and whoever set it may have known who left.`,
          ]
        : [],
    ),
    ...((lab.undated ?? []).length > 0
      ? [
          `The filter names what has no history: ${(lab.undated ?? []).join(', ')}. It counts for every day as it is now.`,
        ]
      : []),
    ...lab.scores.flatMap(({ label, missing, rows }) =>
      missing > rows && rows > 0
        ? [`${label} is not known of more than half of the rows; nothing is said of those.`]
        : [],
    ),
  ];
}

/** What the guard against leaks kept from the model in force, each with the reason. */
function LeftOut({ model }: { model: Schema<'ModelCard'> }) {
  return (
    <details className={classes.out}>
      <summary>Kept from the model, because it would give away who left: {model.left_out.length}</summary>
      <dl>
        {model.left_out.map(({ id, label, reason }) => (
          <div key={id}>
            <dt>{label}</dt>
            <dd>{reason}</dd>
          </div>
        ))}
      </dl>
      <p>
        <Link to={`/forecast/risk/models/${model.id}`}>The card of the model</Link>
      </p>
    </details>
  );
}
