import { Link } from 'react-router';
import { formatPercent } from '@/lib/format';
import { missingSteps } from './breakdown';
import { type Score, useDictionary } from './useStanding';
import classes from './Why.module.css';

const SHOWN = 3;

/** Which inputs are missing, and the step that would bring most of the card. */
export function MissingInputs({ score }: { score: Score }) {
  const steps = missingSteps(score, useDictionary());
  if (steps.length === 0) return null;
  return (
    <section className={classes.missing} aria-label="What is not known">
      <h3>Not known, and what would tell</h3>
      <ul>
        {steps.slice(0, SHOWN).map(({ text, labels, share }) => (
          <li key={text}>
            <b>{formatPercent(share)} of the card</b>: {labels.join(', ')}. {text}
          </li>
        ))}
      </ul>
      <p>
        {steps.length > SHOWN && `${steps.length - SHOWN} more below. `}
        <Link to="/import">Import files</Link>
      </p>
    </section>
  );
}
