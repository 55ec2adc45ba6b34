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
 * A bet waits for a trader, who takes it, while the customer takes it back, the time runs out or something happens to
 * the match: in every possible order, on the real host reducer and real PostgreSQL.
 */
const STEPS = ['receive', 'hold', 'verdict', 'decide', 'finish'] as const;
const ENDINGS = ['expire', 'cancel'] as const;

/** What ends the waiting: the first that comes while the bet waits. */
function endingOf(order: readonly Move[]): 'verdict' | 'expire' | 'cancel' {
  const waiting = order.slice(order.indexOf('hold') + 1);
  for (const move of waiting)
    if (move === 'verdict' || move === 'expire' || move === 'cancel') return move;
  throw new Error('nothing ends the waiting');
}

/** What the rules demand of an order: `accepted`, or the code of the refusal. */
function demanded(order: readonly Move[]): string {
  const at = (move: Move): number => order.indexOf(move);
  const before = (move: Move, than: Move): boolean => at(move) >= 0 && at(move) < at(than);
  if (before('suspend', 'receive')) return 'MARKET_SUSPENDED';
  const ending = endingOf(order);
  if (ending === 'cancel') return 'BET_TAKEN_BACK';
  if (ending === 'expire') return 'REFERRAL_EXPIRED';
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

const pairs: readonly (readonly [Move, Move])[] = [
  ...ENDINGS.flatMap((ending) => EVENTS.map((event) => [ending, event] as const)),
  ...EVENTS.map((event) => [event, 'cancel'] as const),
  ['expire', 'cancel'],
  ['cancel', 'expire'],
];

describe('a bet that waits for a trader among other things', () => {
  it.each(pairs)('with %s, then %s, in every order', async (first, second) => {
    for (const order of interleavings(STEPS, [first, second])) {
      const world = await World.create(database.pool, true);
      for (const move of order) await world.move(move);
      await world.deliver();
      const wanted = demanded(order);
      const where = order.join(' → ');
      expect(world.refusal ?? (await world.status()), where).toBe(wanted);
      const taken = wanted === 'accepted';
      expect(await world.balanceMinor(), where).toBe(
        taken ? DEPOSIT_MINOR - STAKE_MINOR : DEPOSIT_MINOR,
      );
      const { stakedMinor } = world.rig.state.exposure;
      expect(BigInt(stakedMinor), where).toBe(taken ? STAKE_MINOR : 0n);
      expect(world.rig.state.reservations.size, where).toBe(0);
    }
  });

  it('leaves a sound ledger behind', async () => {
    const verdict = await verifyLedger(database.pool);
    expect(verdict.results.filter(({ failure }) => failure !== null)).toEqual([]);
  });
});
