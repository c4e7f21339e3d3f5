import { Button, Highlight } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { DayText } from '@/components/DayText';
import type { Schema } from '@/lib/api';
import { formatCount, formatNumber } from '@/lib/format';
import classes from './Results.module.css';

const STEP = 15;

interface TextsProps {
  /** The newest of them, as many as the server gives. */
  texts: Schema<'ResultsText'>[];
  /** How many there are. */
  total: number;
  q: string | undefined;
}

/** What people wrote, the latest first and a few at a time, with what was searched for marked. */
export function Texts({ texts, total, q }: TextsProps) {
  const [shown, setShown] = useState(STEP);
  const list = useRef<HTMLUListElement>(null);
  /** Who asks for more reads on at the first that came, also when the button is gone. */
  const readOn = useRef<number | null>(null);
  useEffect(() => {
    if (readOn.current === null) return;
    (list.current?.children[readOn.current] as HTMLElement | undefined)?.focus({ preventScroll: true });
    readOn.current = null;
  });
  if (texts.length === 0) return <p>{q ? `No text has “${q}”.` : 'Nobody wrote anything.'}</p>;
  const left = texts.length - shown;
  return (
    <>
      <ul ref={list} className={classes.texts} aria-label="Texts">
        {texts.slice(0, shown).map((text, at) => (
          <Text key={text.key ? `${text.key} ${text.question}` : `anonymous ${at}`} text={text} q={q} />
        ))}
      </ul>
      {left > 0 && (
        <Button
          className={classes.more}
          size="xs"
          variant="default"
          onClick={() => {
            readOn.current = shown;
            setShown(shown + STEP);
          }}
        >
          Show {Math.min(STEP, left)} more of {formatCount(left)}
        </Button>
      )}
      {left <= 0 && total > texts.length && (
        <p className={classes.soft}>
          These are the newest {formatCount(texts.length)} of {formatCount(total)}. The CSV has them all; a
          search looks through all.
        </p>
      )}
    </>
  );
}

function Text({ text: said, q }: { text: Schema<'ResultsText'>; q: string | undefined }) {
  const { account, account_name, contact, text, day, score } = said;
  return (
    <li tabIndex={-1}>
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
        {account ? (
          <Link to={`/accounts/${encodeURIComponent(account)}?tab=responses`}>{account_name}</Link>
        ) : (
          'anonymous'
        )}
        {day && (
          <>
            , <DayText day={day} />
          </>
        )}
        {score !== null && ` · scored ${formatNumber(score)}`}
      </small>
    </li>
  );
}
