import type { InPlayParameters, Pair } from '../in-play-parameters.ts';
import { nominalSegments, remainingOfHalf, type PlaySegment } from '../play-clock.ts';
import { HALF_MINUTES } from '../rates.ts';
import type { FootballState } from '../scenario.ts';

type Clock = Pick<FootballState, 'phase' | 'elapsedMinutes'>;

/** The score of the 90 minutes so far. */
export const scoreNow = ({ firstHalf, secondHalf }: FootballState): Pair => ({
  home: firstHalf.home + secondHalf.home,
  away: firstHalf.away + secondHalf.away,
});

/** What is left of the 90 minutes, in the core's segments of nominal clock. */
export function remainingSegments(
  parameters: InPlayParameters,
  { phase, elapsedMinutes }: Clock,
): readonly PlaySegment[] {
  switch (phase) {
    case 'not-started':
      return nominalSegments(parameters, 0);
    case 'first-half':
      return [
        ...remainingOfHalf(parameters, phase, elapsedMinutes),
        ...nominalSegments(parameters, HALF_MINUTES),
      ];
    case 'half-time':
      return nominalSegments(parameters, HALF_MINUTES);
    case 'second-half':
      return remainingOfHalf(parameters, phase, elapsedMinutes);
    case 'full-time':
      return [];
  }
}

/** The same segments, cut at the given minutes (ascending) where those lie inside. */
export function cutSegments(
  segments: readonly PlaySegment[],
  minutes: readonly number[],
): readonly PlaySegment[] {
  return segments.flatMap(({ from, to, multiplier }) => {
    const cuts = [from, ...minutes.filter((minute) => minute > from && minute < to), to];
    return cuts.slice(1).map((end, at) => ({ from: cuts[at] ?? from, to: end, multiplier }));
  });
}

/** The first `minutes` of play of the segments; a segment of multiplier 5 holds five a nominal minute. */
export function firstMinutes(
  segments: readonly PlaySegment[],
  minutes: number,
): readonly PlaySegment[] {
  const taken: PlaySegment[] = [];
  let left = minutes;
  for (const { from, to, multiplier } of segments) {
    if (left <= 0) break;
    const end = Math.min(to, from + left / multiplier);
    taken.push({ from, to: end, multiplier });
    left -= (end - from) * multiplier;
  }
  return taken;
}

/**
 * The stretches of a match by which corners and cards are counted: quarters of an hour, and the last
 * minute of each half, which stands for its stoppage time.
 */
export const STRETCHES = [
  { from: 0, to: 15 },
  { from: 15, to: 30 },
  { from: 30, to: 44 },
  { from: 44, to: 45 },
  { from: 45, to: 60 },
  { from: 60, to: 75 },
  { from: 75, to: 89 },
  { from: 89, to: 90 },
] as const;
export const STRETCHES_OF_HALF = STRETCHES.length / 2;

const INNER_CUTS = STRETCHES.map(({ to }) => to);

/** Segments cut at the ends of the stretches. */
export const cutByStretch = (segments: readonly PlaySegment[]): readonly PlaySegment[] =>
  cutSegments(segments, INNER_CUTS);

export const stretchAt = (minute: number): number =>
  STRETCHES.findIndex(({ from, to }) => minute >= from && minute < to);
