import type { FootballState } from '../scenario.ts';
import type { CountParameters } from './count-parameters.ts';
import { STRETCHES, STRETCHES_OF_HALF } from './match-clock.ts';

/** Share of a match's incidents that fall into each stretch while the score is level; sums to 1. */
export function stretchWeights({ perMinute, lastMinute }: CountParameters): Float64Array {
  const quarterOf = (from: number): number => perMinute[Math.floor(from / 15)] ?? 0;
  const weights = Float64Array.from(STRETCHES, ({ from, to }) => {
    const isLast = to - from === 1;
    const minutes = isLast ? (from < 45 ? lastMinute.firstHalf : lastMinute.secondHalf) : to - from;
    return quarterOf(from) * minutes;
  });
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / whole);
}

/** Part of a stretch of the half being played that is still to come. */
function leftOf(
  { lastMinute, residualMinutes }: CountParameters,
  { from, to }: (typeof STRETCHES)[number],
  elapsedMinutes: number,
): number {
  const used = Math.max(0, elapsedMinutes - from);
  if (to - from > 1) return Math.max(0, 1 - used / (to - from));
  const whole = from < 45 ? lastMinute.firstHalf : lastMinute.secondHalf;
  return Math.max(whole - used, Math.min(whole, residualMinutes)) / whole;
}

/**
 * Part of each stretch that is still to be played, 0..1. Stoppage time uses up the minutes which the last
 * minute of its half stands for, down to the residual, until the whistle is reported.
 */
export function stretchesLeft(
  parameters: CountParameters,
  { phase, elapsedMinutes }: Pick<FootballState, 'phase' | 'elapsedMinutes'>,
): Float64Array {
  const begun =
    phase === 'second-half' || phase === 'full-time' ? 2 : phase === 'not-started' ? 0 : 1;
  const playing = phase === 'first-half' || phase === 'second-half';
  return Float64Array.from(STRETCHES, (stretch, at) => {
    const half = at < STRETCHES_OF_HALF ? 1 : 2;
    if (half > begun) return 1;
    return half === begun && playing ? leftOf(parameters, stretch, elapsedMinutes) : 0;
  });
}
