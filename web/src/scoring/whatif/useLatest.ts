import { useEffect, useRef, useState } from 'react';

interface Answer<Reply> {
  data: Reply | undefined;
  error: Error | null;
  isStale: boolean;
}

const AGAIN_MS = 1000;
const BUSY = 503;

/**
 * Asks again whenever the question changes, one question at a time: while one is on its way only the
 * latest of the others waits. The last answer stays on show meanwhile. null asks nothing.
 */
export function useLatest<Question, Reply>(
  question: Question | null,
  ask: (question: Question) => Promise<Reply>,
): Answer<Reply> {
  const [answer, setAnswer] = useState<Answer<Reply>>({ data: undefined, error: null, isStale: false });
  const wanted = useRef('null');
  const answered = useRef('null');
  const isAsking = useRef(false);
  const isGone = useRef(false);
  const text = JSON.stringify(question);

  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
    };
  }, []);

  useEffect(() => {
    wanted.current = text;
    const next = async (): Promise<void> => {
      const now = wanted.current;
      if (isGone.current || isAsking.current || now === answered.current) return;
      if (now === 'null') {
        answered.current = now;
        setAnswer({ data: undefined, error: null, isStale: false });
        return;
      }
      isAsking.current = true;
      setAnswer((before) => ({ ...before, isStale: true }));
      const outcome = await ask(JSON.parse(now) as Question).then(
        (data) => ({ data, error: null }),
        (error: Error) => ({ data: undefined, error }),
      );
      isAsking.current = false;
      if (isGone.current) return;
      if ((outcome.error as { status?: number } | null)?.status === BUSY) {
        window.setTimeout(() => void next(), AGAIN_MS);
        return;
      }
      answered.current = now;
      setAnswer((before) => ({
        data: outcome.data ?? before.data,
        error: outcome.error,
        isStale: wanted.current !== now,
      }));
      return next();
    };
    void next();
  }, [text, ask]);
  return answer;
}
