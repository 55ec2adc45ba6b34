import { Icon } from '../ui/icons.tsx';
import { useNow } from '../ui/use-now.ts';

export function Waiting({ text }: Readonly<{ text: string }>) {
  return (
    <p className="entry-wait" role="status">
      <span className="spinner" aria-hidden="true" />
      {text}…
    </p>
  );
}

const COUNTDOWN_STEP_MS = 100;

type CountdownProps = Readonly<{
  /** When this page learnt of it, by its own clock, which need not agree with the server's. */
  startedAt: number;
  totalMs: number;
  name: string;
  /** What is said when the time is over. */
  after: string;
}>;

/** The time that a bet waits: for the in-play delay, in which a goal refuses it, or for a trader. */
export function Countdown({ startedAt, totalMs, name, after }: CountdownProps) {
  const now = useNow(COUNTDOWN_STEP_MS);
  const leftMs = Math.max(0, totalMs - (now - startedAt));
  if (leftMs === 0) return <Waiting text={after} />;
  return (
    <div className="countdown" role="timer" aria-label={`Waiting: ${name}`}>
      <p>
        <Icon name="clock" size={15} />
        {name} <b className="figure">{(leftMs / 1000).toFixed(1)} s</b>
      </p>
      <div className="countdown-track" aria-hidden="true">
        <div style={{ width: `${String((100 * leftMs) / Math.max(1, totalMs))}%` }} />
      </div>
    </div>
  );
}
