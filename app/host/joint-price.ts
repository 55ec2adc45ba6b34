import { outcomeId, Refusal, type Leg, type MarketIdentity, type Odds } from '#contracts/mod.ts';
import { identifyMarket, payoffContext, scoreOf } from '#markets/mod.ts';
import { jointLegs, priceOutcomes, type World } from '#odds/mod.ts';

import type { HostState } from './host-state.ts';
import { factorsOf } from './pricing-steps.ts';
import { skewedCore } from './skewing.ts';

/** Both views of what is uncertain: the model's, and the same moved by what the house owes. */
export type Worlds = Readonly<{ model: World; skewed: World }>;

/** @throws Refusal HOST_UNAVAILABLE while the fixture is not priced. */
export function worldsOf(state: HostState): Worlds {
  const { vector, exposure, record } = state;
  if (vector === null || state.materialJob !== null || !state.opened || !state.trusted) {
    throw new Refusal('HOST_UNAVAILABLE');
  }
  const factors = factorsOf(state);
  const model: World = {
    index: exposure.index,
    core: vector,
    context: payoffContext(record),
    factors: factors?.named(identities(state)) ?? new Map(),
    players: factors?.players() ?? new Map(),
    scored: scoreOf(record).fullTime,
  };
  return { model, skewed: { ...model, core: skewedCore(state, vector) } };
}

/** Every market on the board, and those of open bets that have left it. */
const identities = ({ board, exposure }: HostState): readonly MarketIdentity[] =>
  [...new Set([...board.keys(), ...exposure.marketKeys()])].flatMap(
    (key) => identifyMarket(key) ?? [],
  );

/** One price for a joint chance: margin, cap and ladder as for a market of two outcomes. */
export function jointPrice(state: HostState, model: number, skewed: number): Odds | null {
  const [all] = priceOutcomes({
    outcomes: [
      { id: outcomeId('all'), model, skewed },
      { id: outcomeId('not-all'), model: 1 - model, skewed: 1 - skewed },
    ],
    marginBps: state.policy.builderMarginBps,
    published: new Map(),
  });
  return all?.odds ?? null;
}

/**
 * The price of several answers of the fixture that must all win; null when they exclude each other.
 * @throws Refusal while the fixture is not priced; InputError for a leg that cannot be combined.
 */
export function builderOdds(state: HostState, legs: readonly Leg[]): Odds | null {
  const { model, skewed } = worldsOf(state);
  const fair = jointLegs(model, legs);
  return fair.chance === 0 ? null : jointPrice(state, fair.chance, jointLegs(skewed, legs).chance);
}
