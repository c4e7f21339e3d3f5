import { useDebouncedValue } from '@mantine/hooks';
import { $api, Problem, type Schema } from '@/lib/api';
import { formatCount } from '@/lib/format';
import { sentence } from '@/lib/words';
import classes from '../Event.module.css';
import { faultLabel } from '../faults';
import type { Rule } from './rulePaths';

const TYPING_MS = 250;
const fields = ['source', 'type', 'name', 'reason', 'action', 'value'];

type Preview = Schema<'MendPreview'>;

/** What a rule would do to what is set aside, told by the server before it is made. */
export function RulePreview({ rule }: { rule: Rule }) {
  const [body] = useDebouncedValue(rule, TYPING_MS);
  const { data, error } = $api.useQuery(
    'post',
    '/api/v1/event-rules/preview',
    { body },
    { placeholderData: (old) => old, retry: false },
  );
  // What is wrong with a field is said there, once the rule is to be made.
  if (error instanceof Problem && error.field && fields.includes(error.field)) return null;
  if (error) return <p className={classes.note}>{sentence(error.message)}</p>;
  if (!data) return null;
  return (
    <div className={classes.preview} aria-live="polite">
      <p>{inWords(data)}</p>
      {data.values.length > 0 && (
        <ul aria-label="What stands there">
          {data.values.map(({ value, count }) => (
            <li key={value}>
              {value} <b>{formatCount(count)}</b>
            </li>
          ))}
          {data.different > data.values.length && (
            <li>and {formatCount(data.different - data.values.length)} others</li>
          )}
        </ul>
      )}
      {data.examples.length > 0 && <Examples examples={data.examples} />}
    </div>
  );
}

function inWords({ looked_at, fit, counted, dropped, still }: Preview): string {
  if (looked_at === 0) return 'Nothing is set aside. The rule is for what comes.';
  if (fit === 0)
    return `It fits none of the ${formatCount(looked_at)} set aside. The rule is for what comes.`;
  const parts = [
    counted > 0 && `${formatCount(counted)} would count`,
    dropped > 0 && `${formatCount(dropped)} would be dropped`,
    still > 0 && `${formatCount(still)} would wait on`,
  ].filter(Boolean);
  return `It fits ${formatCount(fit)} of the ${formatCount(looked_at)} set aside. Sent again, ${parts.join(', ')}.`;
}

const side = ({ name, account }: Schema<'MendSide'>) =>
  `${name ?? 'no name'}, ${account ? `account ${account}` : 'no account'}`;

const became = ({ outcome, after }: Schema<'MendExample'>): string => {
  if (outcome === 'dropped') return 'dropped';
  return outcome === 'counted' ? side(after) : faultLabel(after.reason ?? '');
};

function Examples({ examples }: { examples: Schema<'MendExample'>[] }) {
  return (
    <table className={classes.examples} aria-label="Before and after">
      <thead>
        <tr>
          <th>Now</th>
          <th>With the rule</th>
        </tr>
      </thead>
      <tbody>
        {examples.map((example) => (
          <tr key={example.id}>
            <td>{side(example.before)}</td>
            <td>{became(example)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
