import { devigOdds } from '#odds/margin/mod.ts';
import { ratesFromResultAndTotal } from '#odds/models/fitting/mod.ts';
import {
  chanceAbove,
  gridMarkets,
  handicapChances,
  marginalsOf,
  scoreGrid,
  stakeWeighted,
} from '#odds/models/mod.ts';

/** Goals of the peer's grid a side. */
const PEER_GOALS = 15;

export const shin = (odds: readonly number[]): readonly number[] =>
  devigOdds(odds, 'shin').probabilities;

/** A Dixon-Coles grid and the markets that the peer is asked for, in its order. */
export function gridAndMarkets([home, away, rho]: readonly [number, number, number]) {
  const model = { model: 'dixon-coles', lambda: home, mu: away, rho } as const;
  const grid = scoreGrid(model, PEER_GOALS);
  const marginals = marginalsOf(grid);
  const markets = gridMarkets(grid, marginals);
  const handicap = (quarters: number): number =>
    stakeWeighted(handicapChances(marginals.difference, 'home', quarters)).win;
  return [
    markets.result.home,
    markets.result.draw,
    markets.result.away,
    markets.bothTeamsScore,
    chanceAbove(marginals.total, 1),
    chanceAbove(marginals.total, 2),
    chanceAbove(marginals.total, 3),
    handicap(-2),
    handicap(-6),
    markets.doubleChance['1X'],
    markets.drawNoBet.home,
  ];
}

export const invert = ([home = 0, draw = 0, away = 0, over25 = 0]: readonly number[]) =>
  ratesFromResultAndTotal({ home, draw, away, over25 });

/** Microseconds a call of the best of some rounds over all cases. */
export function bestUs<Case>(
  cases: readonly Case[],
  work: (one: Case) => unknown,
  rounds: number,
): number {
  let best = Infinity;
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    for (const one of cases) work(one);
    best = Math.min(best, performance.now() - startedAt);
  }
  return (1000 * best) / cases.length;
}
