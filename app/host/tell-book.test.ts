import { describe, expect, test } from 'vitest';

import type { BookMessage } from '#contracts/mod.ts';
import { silentLogger } from '#platform/mod.ts';

import type { Mailbox } from './mailbox.ts';
import { bookTeller } from './tell-book.ts';
import { betOn, HostRig, writtenBet } from './test-fixture.ts';

/** A trader's desk whose idle turns come when the test says so. */
function desk() {
  const { rig } = HostRig.inPlay();
  const told: BookMessage[] = [];
  const turns: (() => void)[] = [];
  const here = { is: true, isPublished: true };
  const tell = bookTeller(
    {
      turns: { addIdle: (task) => void turns.push(task) },
      publishBook: (message) => {
        if (!here.isPublished) throw new Error('too large');
        told.push(message);
      },
      log: silentLogger(),
    },
    () => here.is,
  );
  const mailbox: Mailbox = {
    fixtureId: rig.state.fixtureId,
    state: rig.state,
    take: (input) => rig.take(input),
  };
  return { rig, told, turns, here, mailbox, tell };
}

const bet = (rig: HostRig, number: number): void => {
  rig.take({ type: 'bet', bet: writtenBet(betOn(rig, number)) });
};

describe('a book', () => {
  test('that moved several times before its turn is told once, as it is then', () => {
    const { rig, told, turns, mailbox, tell } = desk();
    for (const number of [1, 2, 3]) {
      bet(rig, number);
      tell(mailbox);
    }
    expect([told.length, turns.length]).toEqual([0, 1]);
    turns.shift()?.();
    expect(told).toMatchObject([{ bets: 3, stakedMinor: '3000' }]);
    bet(rig, 4);
    tell(mailbox);
    turns.shift()?.();
    expect(told.map(({ bets }) => bets)).toEqual([3, 4]);
  });

  test('of a fixture that has gone is not told', () => {
    const { told, turns, here, mailbox, tell } = desk();
    tell(mailbox);
    here.is = false;
    turns.shift()?.();
    expect(told).toEqual([]);
  });

  test('that cannot be told does not end the process, and is told the next time', () => {
    const { told, turns, here, mailbox, tell } = desk();
    here.isPublished = false;
    tell(mailbox);
    expect(() => turns.shift()?.()).not.toThrow();
    here.isPublished = true;
    tell(mailbox);
    turns.shift()?.();
    expect(told.length).toBe(1);
  });
});

/** Ticks every 200 ms; the times of those with which a book was asked for. */
function asked(rig: HostRig, forMs: number, before: () => void = () => undefined): number[] {
  const times: number[] = [];
  for (let passed = 200; passed <= forMs; passed += 200) {
    rig.now += 200;
    before();
    const from = rig.effects.length;
    rig.take({ type: 'tick' });
    if (rig.effects.slice(from).some(({ type }) => type === 'book')) times.push(passed);
  }
  return times;
}

describe('a trader is told of the book', () => {
  /** A match whose prices bets do not move. */
  const quiet = (): HostRig => {
    const { rig } = HostRig.inPlay({ pace: { leastMove: 10, everyMs: 1_000 }, feedSilenceMs: 1e9 });
    bet(rig, 1);
    // The reader has just been told.
    while (asked(rig, 200).length === 0);
    return rig;
  };

  test('with the next tick after a bet, once a second while there are more, and now and then', () => {
    const rig = quiet();
    expect(asked(rig, 10_000)).toEqual([5_000, 10_000]);
    bet(rig, 2);
    expect(asked(rig, 2_000)).toEqual([1_000]);
    let number = 2;
    const times = asked(rig, 5_000, () => {
      bet(rig, (number += 1));
    });
    expect(times).toEqual([200, 1_200, 2_200, 3_200, 4_200]);
  });

  test('with the next tick after a command, whatever was told before', () => {
    const rig = quiet();
    rig.take({
      type: 'command',
      command: {
        commandId: '01900000-0000-7000-8000-0000000000aa',
        fixtureId: rig.state.fixtureId,
        actor: 'trader',
        at: rig.now,
        kind: 'suspend',
      },
    });
    expect(asked(rig, 400)).toEqual([200]);
  });
});
