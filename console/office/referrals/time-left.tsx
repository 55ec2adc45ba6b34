import { useNow } from '../../ui/use-now.ts';

const STEP_MS = 250;
const SHORT_MS = 5000;

/** How long somebody can still decide, by the clock of the server that this one is taken to agree with. */
export function TimeLeft({ from, until }: Readonly<{ from: number; until: number }>) {
  const now = useNow(STEP_MS);
  const leftMs = Math.max(0, until - now);
  const share = Math.min(1, leftMs / Math.max(1, until - from));
  return (
    <span className="time-left" role="timer" data-short={leftMs < SHORT_MS}>
      <b className="figure">{Math.ceil(leftMs / 1000)} s</b>
      <span className="visually-hidden"> left</span>
      <span className="countdown-track" aria-hidden="true">
        <span style={{ width: `${String(100 * share)}%` }} />
      </span>
    </span>
  );
}
