import { Link } from 'react-router';
import { DayText } from '@/components/DayText';
import { ListTable } from '@/components/ListTable';
import { Notice } from '@/components/Notice';
import { Missing } from '@/components/numbers';
import { $api, type Schema } from '@/lib/api';
import type { Day } from '@/lib/day';
import { formatDecimal, formatDelta } from '@/lib/format';
import { sayWord } from '@/lib/words';
import { MaturityAgainst } from './MaturityAgainst';
import classes from './Voices.module.css';

type Maturity = Schema<'Maturity'>;
type Voice = Schema<'MaturityVoice'>;

const LIFTS = 3;
const VOICES = 6;

/** Who says what of the customer's maturity, where they disagree, what would lift the index most, and where it
 * stands among others. */
export function MaturityVoices({ accountKey, day }: { accountKey: string; day: Day | undefined }) {
  const { data } = $api.useQuery('get', '/api/v1/accounts/{key}/maturity', {
    params: { path: { key: accountKey }, query: { day } },
  });
  // Without it the panel still says what the index is made of.
  if (!data || data.score === null) return null;
  return (
    <>
      <Disagreement maturity={data} accountKey={accountKey} />
      {data.lifts.length > 0 && <Lifts lifts={data.lifts} />}
      <MaturityAgainst accountKey={accountKey} day={day} />
      {data.voices.length > 1 && (
        <details className={classes.voices}>
          <summary>Who says what</summary>
          <Voices maturity={data} />
        </details>
      )}
    </>
  );
}

function Disagreement({ maturity, accountKey }: { maturity: Maturity; accountKey: string }) {
  const apart = maturity.ratings.filter(({ is_disagreed }) => is_disagreed);
  if (apart.length === 0) return null;
  return (
    <Notice tone="warning" title="Their people do not agree">
      {apart.map(({ label, spread }) => `${label} (${formatDecimal(spread)} apart)`).join(', ')}: worth a{' '}
      <Link to={`/accounts/${encodeURIComponent(accountKey)}/interview`}>conversation</Link>, whose ratings
      then count before their own.
    </Notice>
  );
}

function Lifts({ lifts }: { lifts: Maturity['lifts'] }) {
  return (
    <section className={classes.lifts} aria-label="What would lift the index most">
      <h3>What would lift the index most</h3>
      <ol>
        {lifts.slice(0, LIFTS).map(({ rating, label, score, points, high_end }) => (
          <li key={rating}>
            <span>
              <b>{label}</b> now {formatDecimal(score)}
              {high_end && <small>Up to: {high_end}</small>}
            </span>
            <span title="Gap to the top × weight">{formatDelta(points, 2)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

const evidenceOf = (voice: Voice, rating: string) => {
  const text = voice.evidence?.[rating];
  return typeof text === 'string' ? text : undefined;
};

function Voices({ maturity: { ratings, voices } }: { maturity: Maturity }) {
  const shown = voices.slice(0, VOICES);
  const nameOf = ({ name, basis }: Voice) => name ?? sayWord(basis);
  return (
    <ListTable
      label="Ratings by respondent"
      headers={['Rating', ...shown.map((voice, at) => `${at + 1}. ${nameOf(voice)}`), 'Apart']}
      minWidth={260 + 110 * shown.length}
    >
      <tr>
        <td>
          <small>Basis and day</small>
        </td>
        {shown.map((voice) => (
          <td key={voice.key}>
            <small>
              {sayWord(voice.basis)}, <DayText day={voice.day} />
            </small>
          </td>
        ))}
        <td />
      </tr>
      {ratings.map((rating, at) => (
        <tr key={rating.id} data-apart={rating.is_disagreed}>
          <th scope="row">{rating.label}</th>
          {shown.map((voice) => (
            <td key={voice.key} data-counts={voice.counts.includes(rating.id)}>
              {voice.ratings[at] == null ? <Missing reason="not rated" /> : formatDecimal(voice.ratings[at])}
              {evidenceOf(voice, rating.id) && <small>{evidenceOf(voice, rating.id)}</small>}
            </td>
          ))}
          <td>{rating.spread === null ? '' : formatDecimal(rating.spread)}</td>
        </tr>
      ))}
    </ListTable>
  );
}
