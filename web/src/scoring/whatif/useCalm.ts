import { useEffect, useRef, useState } from 'react';

const LASTS_MS = 240;

/** A number that walks to its new value instead of jumping; at once for who wants no motion. */
export function useCalm(target: number): number {
  const [shown, setShown] = useState(target);
  const from = useRef(target);

  useEffect(() => {
    const start = from.current;
    if (start === target || window.matchMedia('(prefers-reduced-motion: reduce)').matches) {
      from.current = target;
      setShown(target);
      return;
    }
    const began = performance.now();
    let frame = 0;
    const step = (now: number) => {
      const share = Math.min(1, (now - began) / LASTS_MS);
      from.current = start + (target - start) * (1 - (1 - share) ** 3);
      setShown(share === 1 ? target : from.current);
      if (share < 1) frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [target]);
  return shown;
}
