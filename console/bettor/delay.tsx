import type { Phase } from './slip.ts';
import { Referred } from './referred.tsx';
import { Countdown } from './waiting.tsx';

/** A bet that is being decided: by a trader, or when the in-play delay is over. */
export function Delay({ phase }: Readonly<{ phase: Extract<Phase, { step: 'delayed' }> }>) {
  const { bet, startedAt } = phase;
  if (bet.status === 'referred') return <Referred bet={bet} />;
  const totalMs = Math.max(0, (bet.dueAt ?? 0) - bet.placedAt);
  return (
    <Countdown startedAt={startedAt} totalMs={totalMs} name="In-play delay" after="Confirming" />
  );
}
