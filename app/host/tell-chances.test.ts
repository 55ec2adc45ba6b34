import { expect, test } from 'vitest';

import { betOn, HostRig, writtenBet } from './test-fixture.ts';

const toldBy = ({ effects }: HostRig) =>
  effects.flatMap((effect) => (effect.type === 'chances' ? [effect.message] : []));

function tickAfter(rig: HostRig, ms: number): number {
  rig.now += ms;
  rig.take({ type: 'tick' });
  return toldBy(rig).length;
}

test('a fixture without bets tells its chances now and then, so that a first bet can be looked at', () => {
  const { rig, book } = HostRig.inPlay();
  expect(tickAfter(rig, 30_000)).toBe(1);
  rig.feed(book.at('first-half', 20).make({ kind: 'clock' }, rig.now));
  expect(tickAfter(rig, 29_000)).toBe(1);
  expect(tickAfter(rig, 1_000)).toBe(2);
});

test('a fixture with open bets tells its chances: once, again when they move, and now and then', () => {
  const { rig, book } = HostRig.inPlay();
  rig.take({ type: 'bet', bet: writtenBet(betOn(rig, 1)) });
  expect(tickAfter(rig, 60_000)).toBe(1);
  expect(tickAfter(rig, 9_000)).toBe(1);
  expect(tickAfter(rig, 1_000)).toBe(2);
  rig.feed(book.at('first-half', 20).make({ kind: 'clock' }, rig.now));
  expect(tickAfter(rig, 1_000)).toBe(2);
  expect(tickAfter(rig, 1_000)).toBe(3);

  const [first, , last] = toldBy(rig);
  const { maxFirst, maxSecond, size } = rig.state.exposure.index;
  expect(last).toMatchObject({ epoch: 1, maxFirst, maxSecond, scorers: [] });
  expect(Buffer.from(last?.core ?? '', 'base64').length).toBe(2 * size);
  expect(last?.core).not.toBe(first?.core);
  expect(last?.seq).toBeGreaterThan(first?.seq ?? Infinity);
});

test('between a goal and its prices nothing is told', () => {
  const { rig, book } = HostRig.inPlay();
  rig.take({ type: 'bet', bet: writtenBet(betOn(rig, 1)) });
  rig.feed(book.at('first-half', 20).make({ kind: 'goal', side: 'home' }, rig.now));
  expect(tickAfter(rig, 20_000)).toBe(0);
  rig.priceAll();
  expect(tickAfter(rig, 20_000)).toBe(1);
  expect(toldBy(rig)[0]?.scorers).toEqual(['home']);
});
