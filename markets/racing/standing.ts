import type { Settled } from '../definition.ts';
import type { RacingFacts } from './facts.ts';

/** Runners in front, and runners level with it including itself. */
type Standing = Readonly<{ ahead: number; tied: number }>;

/** Where a runner came in; undefined when it has no placing. */
function standingOf(finish: RacingFacts['finish'], number: number): Standing | undefined {
  let ahead = 0;
  for (const tied of finish) {
    if (tied.includes(number)) return { ahead, tied: tied.length };
    ahead += tied.length;
  }
  return undefined;
}

/** `paid` of `tied` equal claims are met: all, none, or a dead heat. */
export function settledShare(paid: number, tied: number): Settled {
  if (paid <= 0) return 'lost';
  return paid >= tied ? 'won' : { result: 'dead-heat', places: paid, tied };
}

/** The positions that an outcome pays on, both included. */
export type Positions = Readonly<{ from: number; to: number }>;

/** How many of the positions which a runner shares are paid. */
const paidPositions = ({ ahead, tied }: Standing, { from, to }: Positions): number =>
  Math.max(0, Math.min(ahead + tied, to) - Math.max(ahead + 1, from) + 1);

/** What a runner's finish pays on these positions; without a placing it has lost. */
export function settlePosition(
  finish: RacingFacts['finish'],
  number: number,
  positions: Positions,
): Settled {
  const standing = standingOf(finish, number);
  if (standing === undefined) return 'lost';
  return settledShare(paidPositions(standing, positions), standing.tied);
}
