import { seededRandom } from '#platform/mod.ts';

import type { PeerQuestion } from './peers.ts';

const SEED = 'pricing bench 1';
const BOOKS = 400;
const GRIDS = 200;
const INVERSIONS = 12;

/** Books of three outcomes with margins of 2 to 10 per cent; matches of usual strengths. */
export function pricingCases(rounds: number): PeerQuestion {
  const random = seededRandom(SEED);
  const between = (low: number, high: number): number => low + (high - low) * random.next();
  const books = Array.from({ length: BOOKS }, () => {
    const weights = [between(0.5, 3), between(0.6, 1.2), between(0.5, 3)];
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const margin = between(1.02, 1.1);
    return weights.map((weight) => total / weight / margin);
  });
  // Equal rates or no dependence: elsewhere the peer takes the home rate for the away rate in two cells.
  const grids = Array.from({ length: GRIDS }, (_, at): readonly [number, number, number] => {
    const home = between(0.6, 2.8);
    return at % 2 === 0 ? [home, home, between(-0.15, 0.02)] : [home, between(0.5, 2.2), 0];
  });
  const inversions = Array.from({ length: INVERSIONS }, () => {
    const home = between(0.3, 0.6);
    const draw = between(0.22, 0.29);
    const over = between(0.45, 0.6);
    return [home, draw, 1 - home - draw, over, 1 - over];
  });
  return { books, grids, inversions, rounds };
}
