import type { InPlayParameters } from './in-play-parameters.ts';
import { HALF_MINUTES, MATCH_MINUTES } from './rates.ts';

/**
 * A stretch of match clock in minutes. `multiplier` scales the rates, so a last minute that stands for
 * five minutes of play has the multiplier 5.
 */
export type PlaySegment = Readonly<{ from: number; to: number; multiplier: number }>;

/** Where the last minute of each half begins; its multiplier stands for stoppage time. */
const LAST_MINUTES = [
  { start: HALF_MINUTES - 1, half: 'firstHalf' },
  { start: MATCH_MINUTES - 1, half: 'secondHalf' },
] as const;

/** Segments between two minutes of the nominal clock (0..90), cut where the multiplier changes. */
export function nominalSegments(
  parameters: InPlayParameters,
  fromMinute: number,
  toMinute: number = MATCH_MINUTES,
): readonly PlaySegment[] {
  const cuts = [fromMinute, 44, 45, 89, 90, toMinute]
    .filter((minute) => minute >= fromMinute && minute <= toMinute)
    .sort((left, right) => left - right);
  const segments: PlaySegment[] = [];
  for (let at = 1; at < cuts.length; at += 1) {
    const from = cuts[at - 1] ?? 0;
    const to = cuts[at] ?? 0;
    const last = LAST_MINUTES.find(({ start }) => from >= start && to <= start + 1);
    const multiplier = last === undefined ? 1 : parameters.injury[last.half];
    if (to > from) segments.push({ from, to, multiplier });
  }
  return segments;
}

/**
 * What is left of a half that is being played, at an observed match minute. Stoppage time runs on
 * beyond 45 and 90: it uses up the play which the last minute's multiplier stands for, and never
 * falls below the residual until the whistle is reported.
 */
export function remainingOfHalf(
  parameters: InPlayParameters,
  half: 'first-half' | 'second-half',
  elapsedMinutes: number,
): readonly PlaySegment[] {
  const [first, second] = LAST_MINUTES;
  const { start, half: name } = half === 'first-half' ? first : second;
  const elapsed = Math.max(elapsedMinutes, start - (HALF_MINUTES - 1));
  const whole = parameters.injury[name];
  const used = Math.max(0, elapsed - start);
  const last = {
    from: start,
    to: start + 1,
    multiplier: Math.max(whole - used, Math.min(whole, parameters.residualMinutes)),
  };
  return elapsed < start ? [{ from: elapsed, to: start, multiplier: 1 }, last] : [last];
}
