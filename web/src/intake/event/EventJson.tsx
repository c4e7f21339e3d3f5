import { indentJson } from '@/lib/jsonText';
import classes from './Event.module.css';

/** An event as it came; only ever as text. */
export function EventJson({ text }: { text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <pre className={classes.json} tabIndex={0} role="group" aria-label="The event as JSON">
      {indentJson(text)}
    </pre>
  );
}
