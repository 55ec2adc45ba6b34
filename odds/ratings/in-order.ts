import { attendance, inOrderBefore } from './newcomers.ts';
import { fitOrderedLogit, type LinkSample, type OrderedLogit } from './ordered-logit.ts';
import type { Pairing, PlayedMatch } from './played-match.ts';

/** Ratings that are moved by one match after another. */
export type Ladder = Readonly<{
  enter: (team: string, newcomer: boolean) => void;
  leave: (team: string) => void;
  /** By how much the home side is stronger, before the match. */
  difference: (pairing: Pairing) => number;
  learn: (match: PlayedMatch) => void;
}>;

/** The ratings of new teams mean nothing yet: so many days of results teach the ladder and not the link. */
const WARM_UP_DAYS = 300;

export const resultOf = ({ homeGoals, awayGoals }: PlayedMatch): LinkSample['result'] =>
  homeGoals > awayGoals ? 'home' : homeGoals < awayGoals ? 'away' : 'draw';

/**
 * Plays the matches before `asOfDay` through a ladder in the order of their days, and fits the link from the
 * difference before each match to how it ended.
 */
export function climb(
  matches: readonly PlayedMatch[],
  asOfDay: number,
  ladder: Ladder,
): OrderedLogit {
  const samples: LinkSample[] = [];
  const { note, absentOn } = attendance();
  const before = inOrderBefore(matches, asOfDay);
  const first = before[0]?.day ?? asOfDay;
  for (const match of before) {
    for (const { team, newcomer } of note(match)) ladder.enter(team, newcomer);
    if (match.day - first >= WARM_UP_DAYS) {
      samples.push({ difference: ladder.difference(match), result: resultOf(match) });
    }
    ladder.learn(match);
  }
  for (const team of absentOn(asOfDay)) ladder.leave(team);
  return fitOrderedLogit(samples);
}
