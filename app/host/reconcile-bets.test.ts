import { describe, expect, test } from 'vitest';

import type { BetId, BetMessage } from '#contracts/mod.ts';

import { openSumOf } from '../open-sum.ts';
import { reconcileBets } from './reconcile-bets.ts';
import { betNumber, betOn, HostRig, writtenBet } from './test-fixture.ts';

const atOnce = (): Promise<void> => Promise.resolve();

/** A host with one match, and what PostgreSQL has of its bets; `read` are the bets that were read whole. */
function world() {
  const { rig } = HostRig.inPlay();
  const { fixtureId } = rig.state;
  const written = new Map<BetId, BetMessage>();
  const read: BetId[] = [];
  const desk = {
    mailboxes: () => [{ fixtureId, state: rig.state, take: rig.take.bind(rig) }],
    bet: (bet: BetMessage) => {
      rig.take({ type: 'bet', bet });
    },
  };
  const openNow = (): ReadonlyMap<BetId, number> => {
    const open = [...written.values()].filter(({ status }) => status === 'accepted');
    return new Map(open.map(({ betId, version }) => [betId, version]));
  };
  /** Fixtures whose bets were compared one by one. */
  let compared = 0;
  const store = {
    openSum: () => Promise.resolve(openSumOf(openNow())),
    openVersions: () => {
      compared += 1;
      return Promise.resolve(openNow());
    },
    bet: (betId: BetId) => {
      read.push(betId);
      return Promise.resolve(written.get(betId));
    },
  };
  const write = (number: number, changes: Partial<BetMessage> = {}): BetMessage => {
    const bet = writtenBet(betOn(rig, number), changes);
    written.set(bet.betId, bet);
    return bet;
  };
  return {
    ...{ rig, desk, store, read, write },
    compared: () => compared,
    reconcile: () => reconcileBets(desk, store, atOnce),
    held: () => rig.state.exposure.positions().map(({ bet }) => bet.betId),
  };
}

describe('reconcileBets', () => {
  test('reads nothing whole while host and PostgreSQL agree', async () => {
    const { desk, write, reconcile, read, rig, held, compared } = world();
    for (const number of [1, 2]) desk.bet(write(number));
    write(3, { status: 'settled', version: 3 });
    const { inputSeq } = rig.state;
    await reconcile();
    expect([read.length, compared()]).toEqual([0, 0]);
    expect(rig.state.inputSeq).toBe(inputSeq);
    expect(held()).toEqual([betNumber(1), betNumber(2)]);
  });

  test('takes up an open bet whose message was lost', async () => {
    const { desk, write, reconcile, read, held } = world();
    desk.bet(write(1));
    write(2);
    await reconcile();
    expect(read).toEqual([betNumber(2)]);
    expect(held()).toEqual([betNumber(1), betNumber(2)]);
  });

  test('takes up a newer version of a bet that it holds', async () => {
    const { desk, write, reconcile, rig, read } = world();
    desk.bet(write(1));
    write(1, { version: 4, stakeMinor: '400' });
    await reconcile();
    expect(read).toEqual([betNumber(1)]);
    expect(rig.state.betVersions.get(betNumber(1))).toBe(4);
  });

  test('lets go of a bet that was closed meanwhile', async () => {
    const { desk, write, reconcile, held } = world();
    for (const number of [1, 2]) desk.bet(write(number));
    write(1, { status: 'void', version: 3 });
    await reconcile();
    expect(held()).toEqual([betNumber(2)]);
  });

  test('looks at each bet when one was lost and another was closed meanwhile', async () => {
    const { desk, write, reconcile, held, compared } = world();
    for (const number of [1, 2]) desk.bet(write(number));
    write(1, { status: 'void', version: 3 });
    write(3);
    await reconcile();
    expect([compared(), held()]).toEqual([1, [betNumber(2), betNumber(3)]]);
  });

  test('leaves a bet alone that was accepted while it asked', async () => {
    const { desk, store, write, held, read } = world();
    const late = {
      ...store,
      openSum: () => {
        desk.bet(write(1));
        return store.openSum();
      },
      openVersions: async () => {
        const open = await store.openVersions();
        desk.bet(write(2));
        return open;
      },
    };
    await reconcileBets(desk, late, atOnce);
    expect(read).toEqual([]);
    expect(held()).toEqual([betNumber(1), betNumber(2)]);
  });

  test('asks nothing about a fixture that is still being rebuilt', async () => {
    const { desk, store, write, read } = world();
    write(1);
    const mailboxes = () => desk.mailboxes().map((box) => ({ ...box, state: new HostRig().state }));
    await reconcileBets({ ...desk, mailboxes }, store, atOnce);
    expect(read).toEqual([]);
  });
});
