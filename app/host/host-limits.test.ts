import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';

import { accountId, payoutMinor, type AccountId } from '#contracts/mod.ts';
import { DEFAULT_LIMITS } from '#risk/mod.ts';

import { recentBets } from './host-limits.ts';
import { betOn, HostRig } from './test-fixture.ts';

const limits = { ...DEFAULT_LIMITS, maxBetsPerMinute: 2 };

function place(rig: HostRig, number: number, changes: Parameters<typeof betOn>[2] = {}) {
  rig.alive();
  rig.take({ type: 'tick' });
  const bet = betOn(rig, number, changes);
  const received = rig.take({ type: 'decide', request: bet });
  if (received?.verdict !== 'received') return received;
  const { stateHash, delayMs } = received;
  return rig.take({
    type: 'decide',
    request: { ...bet, op: 'decide', stateHash, dueAt: bet.receivedAt + delayMs },
  });
}

test('an account that bets too often on one match waits for a minute to pass', () => {
  const { rig } = HostRig.inPlay({ inPlayDelayMs: 0, limits });
  expect(place(rig, 1)).toMatchObject({ verdict: 'accept' });
  rig.now += 30_000;
  expect(place(rig, 2)).toMatchObject({ verdict: 'accept' });
  expect(place(rig, 3)).toMatchObject({ verdict: 'reject', code: 'BETS_TOO_FREQUENT' });
  rig.now += 30_000;
  expect(place(rig, 3)).toMatchObject({ verdict: 'accept' });
  expect(place(rig, 4)).toMatchObject({ verdict: 'reject', code: 'BETS_TOO_FREQUENT' });
});

property.prop(
  [
    fc.array(
      fc.record({
        account: fc.integer({ min: 1, max: 4 }),
        afterMs: fc.integer({ min: 0, max: 30_000 }),
      }),
      { maxLength: 20 },
    ),
  ],
  { numRuns: 20 },
)('what an account bet in the last minute is counted, and nobody else is kept', (bets) => {
  const { rig } = HostRig.inPlay({
    inPlayDelayMs: 0,
    limits: { ...limits, maxBetsPerMinute: 100 },
    feedSilenceMs: 1e9,
  });
  const taken: { accountId: AccountId; at: number }[] = [];
  bets.forEach(({ account, afterMs }, at) => {
    rig.now += afterMs;
    const id = accountId(`01900000-0000-7000-8000-00000000000${String(account)}`);
    const reply = place(rig, at + 1, { accountId: id, stakeMinor: '100' });
    if (reply?.verdict === 'accept') taken.push({ accountId: id, at: rig.now });
    const recent = taken.filter((bet) => bet.at > rig.now - 60_000);
    const held = new Set(recent.map((bet) => bet.accountId));
    if (reply?.verdict === 'accept') expect(new Set(rig.state.acceptedAt.keys())).toEqual(held);
    for (const each of held) {
      const count = recent.filter((bet) => bet.accountId === each).length;
      expect(recentBets(rig.state, each)).toBe(count);
    }
  });
  expect(taken.length).toBe(bets.length);
});

test('what accepted bets can win is counted for the tail, and a bet beyond its room is refused', () => {
  const { rig } = HostRig.inPlay({ inPlayDelayMs: 0 });
  const bet = betOn(rig, 1);
  expect(place(rig, 1)).toMatchObject({ verdict: 'accept' });
  const stakeMinor = BigInt(bet.stakeMinor);
  const wins = payoutMinor(stakeMinor, bet.selection.odds) - stakeMinor;
  expect(rig.state.tailTakenMinor).toBe(wins);
  const told = { type: 'budget', leasedMinor: '100000000', usedElsewhereMinor: '0' } as const;
  rig.take({ ...told, tailRoomMinor: String(wins - 1n) });
  expect(place(rig, 2)).toMatchObject({ verdict: 'reject', code: 'RISK_TAIL' });
  rig.take({ ...told, tailRoomMinor: String(wins) });
  expect(place(rig, 2)).toMatchObject({ verdict: 'accept' });
});
