import { expect, it } from 'vitest';

import { marketKey, outcomeId } from '#contracts/mod.ts';

import { betOn, HostRig, writtenBet } from './test-fixture.ts';

it('expects of a bet beside the core what its distribution says, not that it wins', () => {
  const { rig } = HostRig.inPlay();
  const key = marketKey('interval-result', { from: '60', to: '75' });
  const home = outcomeId('home');
  const outcomes = rig.state.prices.find((market) => market.key === key)?.outcomes;
  const chance = outcomes?.find(({ id }) => id === home)?.model ?? NaN;
  const bet = betOn(rig, 1);
  const selection = {
    ...bet.selection,
    marketKey: key,
    outcomeId: home,
    odds: rig.offered(key, home),
  };
  rig.take({ type: 'bet', bet: writtenBet({ ...bet, selection }) });
  rig.take({ type: 'tick' });
  const { exposure, vector } = rig.state;
  const owed = exposure.liabilityMinor(key, home);
  expect(chance).toBeGreaterThan(0.05);
  expect(chance).toBeLessThan(0.95);
  const expected = exposure.expectedMinor(vector ?? new Float64Array());
  expect(expected).toBeCloseTo(1_000 - chance * owed, 6);
  expect(exposure.worstCaseMinor()).toBe(1_000 - owed);
});
