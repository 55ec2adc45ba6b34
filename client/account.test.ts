import { beforeEach, describe, expect, it } from 'vitest';

import { connect, type OddsClient } from './client.ts';
import type { StreamEvent } from './events.ts';
import { fakeWorld, heartbeat, hello } from './test-world.ts';
import type { AccountUpdate, Bet, Heartbeat } from './wire.ts';

const ACCOUNT = '00000000-0000-7000-8000-000000000001';

const bet = (number: number, status: Bet['status'] = 'accepted'): Bet => ({
  betId: `bet-${String(number)}`,
  status,
  fixtureId: 'match-1',
  fixture: 'Home v Away',
  marketKey: 'match-result',
  market: 'Match result',
  outcomeId: 'home',
  outcome: 'Home',
  requestedOdds: 2,
  odds: 2,
  stake: '10.00',
  currency: 'EUR',
  potentialPayout: '20.00',
  payout: null,
  result: null,
  reason: null,
  explanation: null,
  placedAt: 1,
  dueAt: null,
  settledAt: null,
  type: 'Single',
  lines: 1,
  unitStake: '10.00',
  legs: [],
});

const update = (
  kind: AccountUpdate['kind'],
  seq: number,
  prev: number,
  fields: Partial<AccountUpdate> = {},
): AccountUpdate => ({
  op: 'account',
  kind,
  accountId: ACCOUNT,
  epoch: 1,
  seq,
  prev,
  currency: 'EUR',
  balance: '100.00',
  staked: '10.00',
  openBets: 1,
  bets: [],
  ...fields,
});
const image = update('image', 4, 0, { bets: [bet(1)] });

const beat = (top: readonly [number, number] | null, upstream: 'up' | 'stale' = 'up'): Heartbeat =>
  ({ ...heartbeat({}), account: { top, upstream } }) as Heartbeat;

let world: ReturnType<typeof fakeWorld>;
let client: OddsClient;
let events: StreamEvent[];
beforeEach(() => {
  world = fakeWorld();
  client = connect({ url: 'ws://one', token: 'mine', surroundings: world.surroundings });
  client.followAccount();
  world.last().say(hello);
  world.last().answer();
  world.last().say(heartbeat({}), image);
});

const read = async (): Promise<void> => {
  events = [];
  const iterator = client.events();
  world.last().say(update('delta', 6, 4, { balance: '120.00', bets: [bet(1, 'settled'), bet(2)] }));
  world.last().say(update('delta', 7, 6, { bets: [bet(2, 'settled')] }));
  client.close();
  for await (const event of iterator) events.push(event);
};
const open = (): string[] => [...(client.account?.bets.keys() ?? [])];

describe('the own account', () => {
  it('is asked for with the login, and held with its open bets', () => {
    expect(world.last().said.map(({ op }) => op)).toEqual(['authenticate', 'subscribe']);
    expect(client.account).toMatchObject({ accountId: ACCOUNT, balance: '100.00', seq: 4 });
    expect(open()).toEqual(['bet-1']);
    expect(client.isAccountCurrent).toBe(true);
    world
      .last()
      .say(update('delta', 6, 4, { balance: '120.00', bets: [bet(1, 'settled'), bet(2)] }));
    expect(client.account?.balance).toBe('120.00');
    expect(open()).toEqual(['bet-2']);
  });

  it('has bets that wait for a trader among the open ones', () => {
    world.last().say(update('image', 6, 0, { bets: [bet(2, 'referred'), bet(1)] }));
    expect(open()).toEqual(['bet-2', 'bet-1']);
    world.last().say(update('delta', 7, 6, { bets: [bet(1, 'settled'), bet(3, 'referred')] }));
    expect(open()).toEqual(['bet-2', 'bet-3']);
    world.last().say(update('delta', 8, 7, { bets: [bet(2, 'rejected')] }));
    expect(open()).toEqual(['bet-3']);
  });

  it('is told to a reader that comes later', async () => {
    const iterator = client.events();
    client.close();
    const told: StreamEvent[] = [];
    for await (const event of iterator) told.push(event);
    expect(told.find(({ type }) => type === 'account')).toMatchObject({
      account: { balance: '100.00' },
      changed: [bet(1)],
      isCurrent: true,
    });
  });

  it('tells a slow reader of every bet once, as it is in the end', async () => {
    await read();
    const told = events.flatMap((event) => (event.type === 'account' ? [event] : []));
    expect(told).toHaveLength(1);
    expect(told[0]?.changed).toEqual([bet(1, 'settled'), bet(2, 'settled')]);
    expect(told[0]?.account.bets.size).toBe(0);
  });

  it('is asked for again when something is missing, once in two seconds', () => {
    const { said } = world.last();
    const resyncs = () => said.filter(({ op }) => op === 'resync');
    world.last().say(update('delta', 9, 8, { balance: '1.00' }));
    expect(resyncs()).toMatchObject([{ account: true, fixtures: [] }]);
    expect([client.account?.balance, client.isAccountCurrent]).toEqual(['100.00', false]);
    world.last().say(update('delta', 10, 9));
    world.advance(1500);
    expect(resyncs()).toHaveLength(1);
    world.last().say(update('image', 10, 0, { balance: '1.00' }));
    expect([client.account?.balance, client.isAccountCurrent]).toEqual(['1.00', true]);
    expect(open()).toEqual([]);
  });

  it.each<[string, Heartbeat, boolean]>([
    ['is confirmed by a heartbeat with its position', beat([1, 4]), true],
    ['was missed when a heartbeat names another one', beat([1, 5]), false],
    ['is old when nobody can read it', beat([1, 4], 'stale'), false],
    ['is on its way', beat(null), true],
    ['is followed no more', heartbeat({}) as Heartbeat, false],
  ])('%s', (_, message, isCurrent) => {
    world.last().say(message);
    expect(client.isAccountCurrent).toBe(isCurrent);
  });

  it('passes over what it has taken already, and takes any image', () => {
    const second = update('delta', 6, 4, { balance: '120.00', bets: [bet(2)] });
    world.last().say(second, second);
    expect(client.isAccountCurrent).toBe(true);
    expect(open()).toEqual(['bet-1', 'bet-2']);
    world.last().say(update('image', 3, 0, { balance: '90.00' }));
    expect(client.account).toMatchObject({ seq: 3, balance: '90.00' });
  });

  it('is resumed from its position after an interruption, and doubted until then', () => {
    world.last().drop(1006);
    expect(client.isAccountCurrent).toBe(false);
    world.advance(1000);
    world.last().say(hello);
    expect(client.isAccountCurrent).toBe(false);
    expect(world.last().said.at(-1)).toMatchObject({
      op: 'subscribe',
      channel: 'account',
      resume: { [ACCOUNT]: { epoch: 1, seq: 4 } },
    });
    world.last().say(update('image', 8, 0, { bets: [bet(3), bet(1, 'settled')] }));
    expect(open()).toEqual(['bet-3']);
    expect(client.isAccountCurrent).toBe(true);
  });

  it('goes on from an image of its own connection only', () => {
    world.last().drop(1006);
    world.advance(1000);
    world.last().say(hello, beat([1, 4]));
    expect(client.isAccountCurrent).toBe(false);
    world.last().say(update('delta', 6, 4, { balance: '1.00', bets: [bet(2)] }), beat([1, 6]));
    expect([client.account?.balance, client.isAccountCurrent]).toEqual(['100.00', false]);
    expect(world.last().said.filter(({ op }) => op === 'resync')).toMatchObject([
      { account: true },
    ]);
    world.last().say(update('image', 6, 0, { balance: '1.00', bets: [bet(2), bet(3)] }));
    expect([open(), client.isAccountCurrent]).toEqual([['bet-2', 'bet-3'], true]);
  });

  it('is asked for again with a new login, also of somebody else', () => {
    client.authenticate('another');
    expect(world.last().said.slice(-2)).toMatchObject([
      { op: 'authenticate', token: 'another' },
      { op: 'subscribe', channel: 'account' },
    ]);
    world.last().say(update('image', 4, 0, { accountId: 'other', bets: [bet(9)] }));
    expect(open()).toEqual(['bet-9']);
  });

  it('is forgotten when it is followed no more', () => {
    const subscription = client.subscribe({ channel: 'account' });
    subscription.close();
    expect(client.account).toBeUndefined();
    expect(world.last().said.at(-1)).toMatchObject({ op: 'unsubscribe', channel: 'account' });
  });
});
