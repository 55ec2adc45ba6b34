import type { MarketKey, SuspensionReason } from '#contracts/mod.ts';
import { fixtureStatus } from '#markets/mod.ts';

import type { HostState } from './host-state.ts';
import { lacksQuotes, sellsRobustly } from './robust-quote.ts';

/**
 * Why the whole fixture takes no bets. Each reason follows from its own cause alone, so nothing that ends
 * one of them can lift another: a feed that returns does not lift a trader's stop.
 */
export function fixtureReasons(state: HostState): readonly SuspensionReason[] {
  const reasons: SuspensionReason[] = [];
  if (state.record.betStop !== null || state.contradiction !== null || feedDown(state)) {
    reasons.push('feed');
  }
  if (!awaitsPlay(state) && fixtureStatus(state.record) !== 'in-play') reasons.push('feed');
  if (state.vector === null && !sellsRobustly(state)) reasons.push('model');
  if (state.fixtureStopped) reasons.push('trader');
  if (scoreHeld(state)) reasons.push('score');
  if (!state.opened || !state.trusted) reasons.push('handover');
  return [...new Set(reasons)];
}

/** Reasons of one market: those of the fixture and its own. */
export function marketReasons(
  state: HostState,
  key: MarketKey,
  ofFixture: readonly SuspensionReason[],
): readonly SuspensionReason[] {
  const own: SuspensionReason[] = [];
  if (lacksQuotes(state, key)) own.push('model');
  if (state.stoppedMarkets.has(key)) own.push('trader');
  const more = own.filter((reason) => !ofFixture.includes(reason));
  return more.length === 0 ? ofFixture : [...ofFixture, ...more];
}

/** No word from the producer for too long; a match that has not begun needs no watching. */
export const feedDown = (state: HostState): boolean =>
  isLive(state) && state.now - state.heardAt > state.policy.feedSilenceMs;

export const isLive = (state: HostState): boolean => fixtureStatus(state.record) === 'in-play';

const awaitsPlay = (state: HostState): boolean => fixtureStatus(state.record) === 'not-started';

/** After a goal, a sending-off or a correction: until its prices are in and the hold is over. */
export const scoreHeld = (state: HostState): boolean =>
  state.materialJob !== null || state.now < state.scoreHoldUntil;
