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
