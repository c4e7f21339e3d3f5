import { useDebouncedValue } from '@mantine/hooks';
import { $api } from '@/lib/api';
import { formatCount } from '@/lib/format';
import { sentence } from '@/lib/words';
import classes from '../Event.module.css';
import { previewOf, type Rule } from './rulePreview';

const LOOKED_AT = 500;
const SHOWN = 6;
const TYPING_MS = 250;

/** How many of those set aside a rule would help; for a path, also what stands there. */
export function RulePreview({ rule }: { rule: Rule }) {
  const [{ reason, source, name }] = useDebouncedValue(rule, TYPING_MS);
  const exact = name && !name.endsWith('*') ? { name } : {};
  const query = { ...(reason ? { reason } : {}), ...(source ? { source } : {}), ...exact, limit: LOOKED_AT };
  const { data, error } = $api.useQuery(
    'get',
    '/api/v1/set-aside',
    { params: { query } },
    { placeholderData: (old) => old },
  );
  if (error) return <p className={classes.note}>{sentence(error.message)}</p>;
  if (!data) return null;
  const { fit, helped, values } = previewOf(rule, data.items);
  const among = data.next ? ` among the newest ${LOOKED_AT}` : '';
  return (
    <div className={classes.preview} aria-live="polite">
      <p>
        {fit === 0 && `Nothing that was set aside fits${among}. The rule is for what comes.`}
        {fit > 0 &&
          rule.action !== 'account_from' &&
          `It fits ${formatCount(fit)} ${fit === 1 ? 'event' : 'events'} that ${fit === 1 ? 'was' : 'were'} set aside${among}.`}
        {fit > 0 &&
          rule.action === 'account_from' &&
          `Of ${formatCount(fit)} that fit${among}, ${formatCount(helped)} ${helped === 1 ? 'has' : 'have'} something there.`}
      </p>
      {values.length > 0 && (
        <ul aria-label="What stands there">
          {values.slice(0, SHOWN).map(({ value, count }) => (
            <li key={value}>
              {value} <b>{formatCount(count)}</b>
            </li>
          ))}
          {values.length > SHOWN && <li>and {formatCount(values.length - SHOWN)} others</li>}
        </ul>
      )}
    </div>
  );
}
