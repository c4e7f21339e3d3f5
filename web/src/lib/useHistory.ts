import { useCallback, useEffect, useState } from 'react';

interface States<T> {
  past: T[];
  now: T;
  future: T[];
  /** What the last change was about: typing on in the same field is one step. */
  tag?: string;
}
const STEPS_MAX = 200;

/** A value whose changes can be undone. Changes with the same tag in a row are one step. */
export function useHistory<T>(first: T) {
  const [states, setStates] = useState<States<T>>({ past: [], now: first, future: [] });

  const change = useCallback((next: T | ((now: T) => T), tag?: string) => {
    setStates((old) => {
      const now = typeof next === 'function' ? (next as (now: T) => T)(old.now) : next;
      if (now === old.now) return old;
      const past = tag && tag === old.tag ? old.past : [...old.past, old.now].slice(-STEPS_MAX);
      return { past, now, future: [], tag };
    });
  }, []);
  const undo = useCallback(() => {
    setStates((old) => {
      const now = old.past.at(-1);
      if (now === undefined) return old;
      return { past: old.past.slice(0, -1), now, future: [old.now, ...old.future] };
    });
  }, []);
  const redo = useCallback(() => {
    setStates((old) => {
      const [now, ...future] = old.future;
      if (now === undefined) return old;
      return { past: [...old.past, old.now], now, future };
    });
  }, []);
  return {
    now: states.now,
    canUndo: states.past.length > 0,
    canRedo: states.future.length > 0,
    change,
    undo,
    redo,
  };
}

/** Ctrl+Z and Ctrl+Shift+Z outside of text fields, which have an undo of their own. */
export function useUndoKeys(undo: () => void, redo: () => void) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const isText = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      if (isText || event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      if (event.shiftKey) redo();
      else undo();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [undo, redo]);
}

/** Asks before the page is left with changes that are not saved. */
export function useWarning(isDirty: boolean) {
  useEffect(() => {
    if (!isDirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isDirty]);
}
