import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { verifyLedger } from '#ledger/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import {
  DEPOSIT_MINOR,
  EVENTS,
  interleavings,
  STAKE_MINOR,
  World,
  type Move,
} from './testing/placement-world.ts';

/**
 * Places one bet step by step while two other things happen to the match, in every possible order, on the
 * real host reducer and real PostgreSQL. Each order has one outcome that the rules demand.
 */
const STEPS = ['receive', 'hold', 'decide', 'finish'] as const;
type Step = (typeof STEPS)[number];

/** What the rules demand of an order: `accepted`, or the code of the refusal. */
function demanded(order: readonly Move[]): string {
  const at = (move: Move): number => order.indexOf(move);
  const before = (move: Move, than: Step): boolean => at(move) >= 0 && at(move) < at(than);
  if (before('suspend', 'receive')) return 'MARKET_SUSPENDED';
  if (before('goal', 'decide') && !before('goal', 'receive')) return 'MATCH_STATE_CHANGED';
  if (before('suspend', 'decide')) return 'MARKET_SUSPENDED';
  if (before('owner', 'finish') && !before('owner', 'decide')) return 'DECISION_EXPIRED';
  if (before('close', 'finish')) return 'MARKET_CLOSED';
  return 'accepted';
}

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => {
  await database.drop();
});

const pairs = EVENTS.flatMap((first) =>
  EVENTS.filter((second) => second !== first).map((second) => [first, second] as const),
);

describe('a placement among other things', () => {
  it.each(pairs)('with %s, then %s, in every order', async (first, second) => {
    for (const order of interleavings(STEPS, [first, second])) {
      const world = await World.create(database.pool);
      for (const move of order) await world.move(move);
      await world.deliver();
      const wanted = demanded(order);
      const seen = world.refusal ?? (await world.status());
      expect(seen, order.join(' → ')).toBe(wanted);
      const taken = wanted === 'accepted';
      expect(await world.balanceMinor(), order.join(' → ')).toBe(
        taken ? DEPOSIT_MINOR - STAKE_MINOR : DEPOSIT_MINOR,
      );
      const { stakedMinor } = world.rig.state.exposure;
      expect(BigInt(stakedMinor), order.join(' → ')).toBe(taken ? STAKE_MINOR : 0n);
      expect(world.rig.state.reservations.size, order.join(' → ')).toBe(0);
    }
  });

  it('leaves a sound ledger behind', async () => {
    const verdict = await verifyLedger(database.pool);
    expect(verdict.results.filter(({ failure }) => failure !== null)).toEqual([]);
  });
});
