import { describe, expect, it } from 'vitest';

import { fixtureId, marketKeyOf, outcomeId, type Odds } from '#contracts/mod.ts';

import { diffBoard } from './board-diff.ts';
import { priceSeenAt, rememberPrices } from './former-prices.ts';
import { DEFAULT_POLICY } from './host-policy.ts';
import { createHostState, type HostState } from './host-state.ts';

const MARKET = marketKeyOf('match-result');
const HOME = outcomeId('home');
const AWAY = outcomeId('away');

const newState = (): HostState =>
  createHostState({ fixtureId: fixtureId('prices'), shard: 1, epoch: 1 }, DEFAULT_POLICY);

/** Publishes prices of the two outcomes, or takes the market away. */
function publish(
  state: HostState,
  now: number,
  odds: readonly [number | null, number | null] | null,
): void {
  state.now = now;
  const markets =
    odds === null
      ? []
      : [
          {
            key: MARKET,
            status: 'active' as const,
            outcomes: [
              { id: HOME, odds: odds[0] as Odds | null },
              { id: AWAY, odds: odds[1] as Odds | null },
            ],
          },
        ];
  const { board } = diffBoard(state.board, markets);
  rememberPrices(state, board);
  state.board = board;
}

const seenAt = (state: HostState, odds: number, outcome = HOME): number | null =>
  priceSeenAt(state, { marketKey: MARKET, outcomeId: outcome, odds: odds as Odds });

describe('former prices', () => {
  it('tell now, then the moment at which a price left, then nothing for one that never was', () => {
    const state = newState();
    publish(state, 100, [20_000, 18_000]);
    state.now = 150;
    expect(seenAt(state, 20_000)).toBe(150);
    publish(state, 200, [21_000, 18_000]);
    state.now = 260;
    expect(seenAt(state, 20_000)).toBe(200);
    expect(seenAt(state, 21_000)).toBe(260);
    expect(seenAt(state, 22_000)).toBeNull();
    expect(seenAt(state, 20_000, AWAY)).toBeNull();
    expect(seenAt(state, 18_000, AWAY)).toBe(260);
  });

  it('remember a market that left the board and a price that was taken away', () => {
    const state = newState();
    publish(state, 100, [20_000, 18_000]);
    publish(state, 200, [null, 18_000]);
    publish(state, 300, null);
    expect(seenAt(state, 20_000)).toBe(200);
    expect(seenAt(state, 18_000, AWAY)).toBe(300);
  });

  it('know the last time when a price came and went twice', () => {
    const state = newState();
    for (const [now, odds] of [
      [100, 20_000],
      [200, 21_000],
      [300, 20_000],
      [400, 21_000],
    ] as const)
      publish(state, now, [odds, 18_000]);
    expect(seenAt(state, 20_000)).toBe(400);
  });

  it('keep the last eight of an outcome', () => {
    const state = newState();
    for (let step = 0; step <= 10; step += 1) {
      publish(state, step, [20_000 + 100 * step, 18_000]);
    }
    expect(seenAt(state, 20_000)).toBeNull();
    expect(seenAt(state, 20_100)).toBeNull();
    expect(seenAt(state, 20_200)).toBe(3);
    expect(seenAt(state, 20_900)).toBe(10);
    expect([...state.formerPrices.values()].map((prices) => prices.length)).toEqual([8]);
  });
});
