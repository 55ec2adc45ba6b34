import { useEffect, useState } from 'react';

import { clock } from '../clock.ts';

/** UTC ms of this clock, renewed every `stepMs`. */
export function useNow(stepMs: number): number {
  const [now, setNow] = useState(clock.now);
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(clock.now());
    }, stepMs);
    return () => {
      clearInterval(timer);
    };
  }, [stepMs]);
  return now;
}
