import type { KeyboardEvent } from 'react';

/** Marks a question of the sheet, with its rating's id. */
export const QUESTION = 'data-question';

/** Puts the focus on the scale of a question, and the question into sight. */
export function goTo(question: Element | null | undefined) {
  const scale =
    question?.querySelector<HTMLInputElement>('input:checked') ??
    question?.querySelector<HTMLInputElement>('input[type=radio]');
  scale?.focus({ preventScroll: true });
  question?.scrollIntoView({ block: 'center' });
}

/**
 * The sheet is filled in while somebody is talking, so hands stay on the keys: a digit rates, Enter goes on to the
 * evidence, Escape back, Ctrl+Enter to the next question and with Shift to the one before.
 */
export function onSheetKey(event: KeyboardEvent<HTMLElement>) {
  const { target } = event;
  if (!(target instanceof HTMLElement)) return;
  const question = target.closest(`[${QUESTION}]`);
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    const all = [...event.currentTarget.querySelectorAll(`[${QUESTION}]`)];
    const at = question ? all.indexOf(question) : -1;
    const to = all[event.shiftKey ? at - 1 : at + 1];
    if (to) goTo(to);
  } else if (event.key === 'Enter' && target instanceof HTMLInputElement) {
    // A sheet is saved by its button, never by an Enter in passing.
    if (target.type === 'radio') question?.querySelector('textarea')?.focus();
  } else if (event.key === 'Escape' && target instanceof HTMLTextAreaElement && question) {
    goTo(question);
  } else return;
  event.preventDefault();
}
