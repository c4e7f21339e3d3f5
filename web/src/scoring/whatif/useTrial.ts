import { useCallback, useEffect, useRef, useState } from 'react';
import { useBlocker, useSearchParams } from 'react-router';
import { readTrial, type Trial, writeTrial } from './change';

/** The address parameter: there while something is tried, empty until something is moved. */
export const TRIAL = 'try';

const SETTLE_MS = 400;
/** Moves of the same slider within this time are one step back. */
const SAME_MOVE_MS = 3000;

/** What is tried, kept in the address once it rests, with steps back. */
export function useTrial() {
  const [params, setParams] = useSearchParams();
  const inAddress = params.get(TRIAL);
  const [trial, setTrial] = useState<Trial>(() => readTrial(inAddress ?? ''));
  const [past, setPast] = useState<Trial[]>([]);
  const written = useRef(inAddress);
  /** What this page has put into the address and that may still be on its way back. */
  const own = useRef(new Set<string | null>());
  const last = useRef({ place: '', at: 0 });

  const write = useCallback(
    (text: string | null) => {
      written.current = text;
      own.current.add(text);
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          if (text === null) after.delete(TRIAL);
          else after.set(TRIAL, text);
          return after;
        },
        { replace: true },
      );
    },
    [setParams],
  );

  // Somebody followed a link, or went back.
  useEffect(() => {
    if (inAddress === written.current) own.current.clear();
    if (inAddress === written.current || own.current.has(inAddress)) return;
    written.current = inAddress;
    setTrial(readTrial(inAddress ?? ''));
    setPast([]);
  }, [inAddress]);

  // Once another page is on its way, an address written here would bring this one back, or be written onto the other.
  // The router asks at the very moment; what React has drawn still says nothing of it.
  const isLeaving = useRef(false);
  useBlocker(({ currentLocation, nextLocation }) => {
    isLeaving.current = nextLocation.pathname !== currentLocation.pathname;
    return false;
  });

  const text = writeTrial(trial);
  const isWritten = inAddress === null || text === inAddress;
  const settle = useCallback(() => {
    const isClosed = written.current === null;
    if (!isWritten && !isClosed && !isLeaving.current) write(text);
  }, [isWritten, text, write]);

  // Browsers refuse an address that changes with every pixel.
  useEffect(() => {
    const timer = window.setTimeout(settle, SETTLE_MS);
    return () => window.clearTimeout(timer);
  }, [settle]);

  const change = useCallback(
    (place: string, values: number[], slider: string) => {
      const now = Date.now();
      const isSame = last.current.place === slider && now - last.current.at < SAME_MOVE_MS;
      last.current = { place: slider, at: now };
      if (!isSame) setPast((steps) => [...steps, trial]);
      setTrial({ ...trial, [place]: values });
    },
    [trial],
  );
  const undo = useCallback(() => {
    const before = past.at(-1);
    if (!before) return;
    last.current = { place: '', at: 0 };
    setTrial(before);
    setPast(past.slice(0, -1));
  }, [past]);
  const reset = useCallback(() => {
    last.current = { place: '', at: 0 };
    setPast((steps) => [...steps, trial]);
    setTrial({});
  }, [trial]);

  return {
    isOn: inAddress !== null,
    isEmpty: text === '',
    trial,
    change,
    undo: past.length > 0 ? undo : undefined,
    reset,
    /** Puts what is tried into the address at once, for whoever comes back to it. */
    settle,
    open: useCallback(() => write(''), [write]),
    close: useCallback(() => {
      setTrial({});
      setPast([]);
      write(null);
    }, [write]),
  };
}

export type Trying = ReturnType<typeof useTrial>;
