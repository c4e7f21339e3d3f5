import { Highlight } from '@mantine/core';
import { Link } from 'react-router';
import { DayText } from '@/components/DayText';
import type { Schema } from '@/lib/api';
import { formatNumber } from '@/lib/format';
import classes from './Results.module.css';

/** What people wrote, the latest first, with what was searched for marked. */
export function Texts({ texts, q }: { texts: Schema<'ResultsText'>[]; q: string | undefined }) {
  if (texts.length === 0) return <p>{q ? `No text has “${q}”.` : 'Nobody wrote anything.'}</p>;
  return (
    <ul className={classes.texts} aria-label="Texts">
      {texts.map(({ key, account, account_name, contact, question, text, day, score }) => (
        <li key={`${key} ${question}`}>
          <Highlight
            component="p"
            size="sm"
            highlight={q ?? ''}
            highlightStyles={{ background: 'var(--medium-tint)', color: 'inherit' }}
          >
            {text}
          </Highlight>
          <small>
            {contact && `${contact}, `}
            <Link to={`/accounts/${encodeURIComponent(account)}?tab=responses`}>{account_name}</Link>
            {day && (
              <>
                , <DayText day={day} />
              </>
            )}
            {score !== null && ` · scored ${formatNumber(score)}`}
          </small>
        </li>
      ))}
    </ul>
  );
}
