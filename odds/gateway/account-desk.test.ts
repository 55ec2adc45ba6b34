import { beforeEach, describe, expect, it } from 'vitest';

import {
  accountId,
  type AccountReading,
  type AccountUpdate,
  type ServerMessage,
} from '#contracts/mod.ts';
import { ManualClock } from '#platform/mod.ts';

import { AccountDesk } from './account-desk.ts';
import type { Written } from './bundle.ts';
import type { Client } from './groups.ts';
import { sampleBet } from './test-accounts.ts';
import { makeHub } from './test-hub.ts';

const ACCOUNT = accountId('00000000-0000-7000-8000-000000000001');
const reading = (...numbers: number[]): AccountReading => ({
  currency: 'EUR',
  balance: `${String(numbers.length)}.00`,
  staked: '0.00',
  openBets: numbers.length,
  bets: numbers.map((number) => sampleBet(number)),
});
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

let truth: AccountReading;
let readings: number;
let desk: AccountDesk;
let told: AccountUpdate[];
let client: Client;
const outlet = {
  unsentBytes: () => 0,
  close: () => undefined,
  write: ({ frames }: Written) => {
    for (const frame of frames) {
      const message = JSON.parse(frame.payload('json').toString()) as ServerMessage;
      if (message.op === 'account') told.push(message);
    }
  },
};
const heard = async (seq: number): Promise<void> => {
  desk.heard({ accountId: ACCOUNT, betId: null, seq });
  await nextTurn();
};

beforeEach(async () => {
  truth = reading(1);
  readings = 0;
  told = [];
  client = makeHub().hub.add(outlet);
  desk = new AccountDesk({
    clock: new ManualClock(),
    mergeAboveBytes: 1,
    staleAfterMs: 1,
    read: () => {
      readings += 1;
      return Promise.resolve(truth);
    },
  });
  desk.begin(1, 10);
  desk.follow(client, ACCOUNT);
  await nextTurn();
  expect(told).toMatchObject([{ kind: 'image', seq: 10, balance: '1.00' }]);
});

describe('one position says one thing', () => {
  it('an account that is sent again is the one that was sent', async () => {
    truth = reading(1, 2);
    desk.resync(client);
    await nextTurn();
    expect(told[1]).toEqual(told[0]);
    await heard(11);
    expect(told[2]).toMatchObject({ kind: 'delta', prev: 10, seq: 11, balance: '2.00' });
    expect(told[2]?.bets.map(({ betId }) => betId)).toEqual([sampleBet(2).betId]);
  });

  it('a stream that goes on where it was cut leaves the account as it was read', async () => {
    truth = reading(1, 2);
    desk.interrupted();
    expect(desk.standingOf(client)).toEqual({ top: [1, 10], upstream: 'stale' });
    desk.begin(1, 10);
    await nextTurn();
    expect([told.length, readings]).toEqual([1, 1]);
    expect(desk.standingOf(client)).toEqual({ top: [1, 10], upstream: 'up' });
    await heard(11);
    expect(told[1]).toMatchObject({ kind: 'delta', prev: 10, seq: 11, balance: '2.00' });
  });

  it.each([
    ['has a gap', 1, 12],
    ['is another one', 2, 10],
  ])('a stream that %s makes it be read and sent anew', async (_, epoch, from) => {
    truth = reading(1, 2);
    desk.interrupted();
    desk.begin(epoch, from);
    await nextTurn();
    expect(told[1]).toMatchObject({ kind: 'image', epoch, seq: from, balance: '2.00' });
  });
});

describe('a client that comes from another gateway', () => {
  const settled = sampleBet(2, { status: 'settled', payout: '25.00' });
  const facts = [
    { accountId: ACCOUNT, betId: settled.betId, seq: 3 },
    { accountId: ACCOUNT, betId: sampleBet(3).betId, seq: 4 },
  ];

  /** Facts of the past are heard before the client comes, or after so many of its turns. */
  it.each([
    ['before it comes', 0],
    ['while its account is read', 1],
    ['after its account was read', 2],
  ])('is told of a bet that was settled meanwhile, when that is heard %s', async (_, turns) => {
    const open = reading(1, 3);
    told = [];
    desk = new AccountDesk({
      ...{ clock: new ManualClock(), mergeAboveBytes: 1, staleAfterMs: 1 },
      // As bet-api answers: open bets, and those that are named.
      read: async (_account, named) => {
        await nextTurn();
        const bets = named.includes(settled.betId) ? [...open.bets, settled] : open.bets;
        return { ...open, bets };
      },
    });
    const hear = async (): Promise<void> => {
      for (const fact of facts) desk.heard(fact);
      await nextTurn();
    };
    desk.begin(1, 0);
    if (turns === 0) await hear();
    desk.follow(client, ACCOUNT, { epoch: 1, seq: 2 });
    for (let turn = 1; turn < turns; turn += 1) {
      await nextTurn();
      await nextTurn();
    }
    if (turns > 0) await hear();
    for (let turn = 0; turn < 6; turn += 1) await nextTurn();

    expect(told.map(({ kind }) => kind)).toEqual(['image', 'delta'].slice(0, turns === 0 ? 1 : 2));
    const [image, delta] = told;
    if (delta !== undefined) {
      expect(delta.prev).toBe(image?.seq);
      expect(delta.seq).toBeGreaterThan(image?.seq ?? 0);
    }
    const held = new Map(told.flatMap(({ bets }) => bets.map((bet) => [bet.betId, bet.status])));
    expect(held.get(settled.betId)).toBe('settled');
    expect([...held.keys()].toSorted()).toEqual(
      [1, 2, 3].map((number) => sampleBet(number).betId).toSorted(),
    );
  });
});
