import { expect, test } from 'vitest';

import { payoutMinor } from '#contracts/mod.ts';
import { DEFAULT_LIMITS } from '#risk/mod.ts';

import { betOn, HostRig } from './test-fixture.ts';

const limits = { ...DEFAULT_LIMITS, maxBetsPerMinute: 2 };

function place(rig: HostRig, number: number) {
  rig.alive();
  rig.take({ type: 'tick' });
  const bet = betOn(rig, number);
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
