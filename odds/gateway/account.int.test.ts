import { decode } from '@msgpack/msgpack';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { STREAMS, SUBPROTOCOLS } from '#contracts/mod.ts';
import { ensureStreams, systemClock } from '#platform/mod.ts';

import { sampleBet, TestAccounts } from './test-accounts.ts';
import { ACCOUNTS, useGateways, type TestReader } from './test-gateway.ts';

/** The tests of a whole run share two cores. */
const PATIENT = { timeout: 20_000 };

const world = useGateways();
const { start, connect } = world;
const { bettor, trader } = ACCOUNTS;

let accounts: TestAccounts;
beforeEach(async () => {
  await ensureStreams(world.nats, STREAMS);
  accounts = new TestAccounts(world.nats);
  accounts.set(bettor, '100.00', [sampleBet(2), sampleBet(1, { status: 'delayed' })]);
});
afterEach(() => accounts.stop());

async function follow(
  reader: TestReader,
  token = 'bettor',
  resume?: object,
  id = 1,
): Promise<void> {
  expect((await reader.ask({ op: 'authenticate', id, token })).op).toBe('status');
  const subscribe = { op: 'subscribe', id: id + 1, channel: 'account' };
  const answer = await reader.ask(resume === undefined ? subscribe : { ...subscribe, resume });
  expect(answer.op).toBe('status');
}

const told = (reader: TestReader) =>
  reader
    .of('account')
    .map(({ kind, balance, bets }) => [
      kind,
      balance,
      bets.map(({ betId, status }) => `${betId.slice(-1)} ${status}`).join(', '),
    ]);
/** What a client holds after all that it was told. */
function heldBy(
  reader: TestReader,
): readonly [balance: string | undefined, bets: readonly string[]] {
  const updates = reader.of('account');
  const image = updates.findLastIndex(({ kind }) => kind === 'image');
  const bets = new Map(
    updates.slice(image).flatMap((update) => update.bets.map((bet) => [bet.betId, bet.status])),
  );
  const words = [...bets].map(([betId, status]) => `${betId.slice(-1)} ${status}`);
  return [updates.at(-1)?.balance, words.toSorted()];
}
const IMAGE = ['image', '100.00', '2 accepted, 1 delayed'];

async function followed(): Promise<TestReader> {
  const reader = await connect();
  await follow(reader);
  await expect.poll(() => reader.of('account'), PATIENT).toHaveLength(1);
  return reader;
}

describe('the account channel', () => {
  it('needs a login, and shows no fixtures', async () => {
    await start();
    const reader = await connect();
    const subscribe = { op: 'subscribe', channel: 'account' };
    expect(await reader.ask({ ...subscribe, id: 1 })).toMatchObject({
      error: { code: 'UNAUTHENTICATED' },
    });
    await reader.ask({ op: 'authenticate', id: 2, token: 'bettor' });
    expect(await reader.ask({ ...subscribe, id: 3, sport: 'football' })).toMatchObject({
      error: { code: 'BAD_REQUEST' },
    });
    expect(accounts.readings).toBe(0);
  });

  it.each([
    ['JSON', {}],
    ['MessagePack', { protocols: [SUBPROTOCOLS.msgpack], decode: (data: Buffer) => decode(data) }],
  ])('is an image, then deltas that follow one another, in %s', async (_, options) => {
    await start({ limits: { heartbeatMs: 200 } });
    const reader = await connect(options);
    await follow(reader);
    await expect.poll(() => told(reader), PATIENT).toEqual([IMAGE]);
    await accounts.change(bettor, '100.00', sampleBet(1));
    await expect
      .poll(() => told(reader).at(-1), PATIENT)
      .toEqual(['delta', '100.00', '1 accepted']);
    await accounts.change(bettor, '150.00');
    await expect.poll(() => told(reader).at(-1), PATIENT).toEqual(['delta', '150.00', '']);
    const won = sampleBet(2, { status: 'settled', result: 'won', payout: '25.00' });
    await accounts.change(bettor, '175.00', won);
    await expect.poll(() => told(reader).at(-1), PATIENT).toEqual(['delta', '175.00', '2 settled']);
    const updates = reader.of('account');
    expect(updates.at(-1)).toMatchObject({ accountId: bettor, openBets: 1, bets: [won] });
    for (const [index, { kind, prev, seq }] of updates.entries()) {
      const before = updates[index - 1]?.seq ?? -1;
      expect(seq).toBeGreaterThan(before);
      if (kind === 'delta') expect(prev).toBe(before);
    }
    const { epoch, seq } = updates.at(-1) ?? {};
    await expect
      .poll(() => reader.of('heartbeat').at(-1)?.account, PATIENT)
      .toEqual({ top: [epoch, seq], upstream: 'up' });
  });

  it('is of nobody else', async () => {
    await start();
    accounts.set(trader, '5.00', []);
    const [own, other, none] = [await connect(), await connect(), await connect()];
    await follow(own);
    await follow(other, 'trader');
    await none.ask({ op: 'authenticate', id: 1, token: 'bettor' });
    await expect.poll(() => told(other), PATIENT).toEqual([['image', '5.00', '']]);
    await expect.poll(() => told(own), PATIENT).toEqual([IMAGE]);
    await accounts.change(bettor, '1.00', sampleBet(3));
    await expect.poll(() => told(own).at(-1), PATIENT).toEqual(['delta', '1.00', '3 accepted']);
    // Whoever logs in as someone else has lost sight of the account before.
    await own.ask({ op: 'authenticate', id: 9, token: 'trader' });
    await accounts.change(bettor, '0.00', sampleBet(4));
    await accounts.change(trader, '6.00');
    await expect.poll(() => told(other).at(-1), PATIENT).toEqual(['delta', '6.00', '']);
    expect(told(own)).toHaveLength(2);
    expect(JSON.stringify(other.messages)).not.toContain(bettor);
    expect(none.of('account')).toEqual([]);
  });

  it('goes on at another gateway with what was decided meanwhile', async () => {
    await start();
    const before = await followed();
    const [held] = before.of('account');
    before.socket.close();
    await accounts.change(bettor, '125.00', sampleBet(2, { status: 'settled', payout: '25.00' }));
    await accounts.change(bettor, '115.00', sampleBet(3));
    await start();
    const after = await connect();
    const position = { epoch: held?.epoch, seq: held?.seq };
    await follow(after, 'bettor', { [bettor]: position });
    // All at once, or an image and then what the gateway hears of the past while it starts.
    await expect
      .poll(() => heldBy(after), PATIENT)
      .toEqual(['115.00', ['1 delayed', '2 settled', '3 accepted']]);
    const [image, ...deltas] = after.of('account');
    expect(image?.kind).toBe('image');
    let seq = image?.seq;
    for (const delta of deltas) {
      expect(delta).toMatchObject({ kind: 'delta', prev: seq });
      ({ seq } = delta);
    }
    const fresh = await followed();
    expect(told(fresh).at(-1)).toEqual(['image', '115.00', '3 accepted, 1 delayed']);
    expect(after.of('account').at(-1)?.epoch).toBe(held?.epoch);
  });

  it('ends with the token, and comes back with another', async () => {
    let lifeMs = 300;
    await start({
      limits: { heartbeatMs: 50 },
      verifyToken: () => {
        const expiresAt = systemClock.now() + lifeMs;
        return { username: 'b', role: 'bettor', accountId: bettor, expiresAt };
      },
    });
    const reader = await followed();
    await expect
      .poll(() => reader.of('error').map(({ id, error }) => [id, error.code]), PATIENT)
      .toEqual([[null, 'UNAUTHENTICATED']]);
    const ended = reader.of('account').length;
    await accounts.change(bettor, '7.00');
    expectNoAccount(await nextHeartbeat(reader));
    expect(reader.of('account')).toHaveLength(ended);
    lifeMs = 3_600_000;
    await follow(reader, 'bettor', undefined, 11);
    await expect.poll(() => told(reader).at(-1)?.[1], PATIENT).toBe('7.00');
  });

  it('says so while it cannot be read, and is read as soon as it can', async () => {
    await start({ limits: { heartbeatMs: 100, staleAfterMs: 300 } });
    accounts.isAway = true;
    const reader = await connect();
    await follow(reader);
    await expect
      .poll(() => reader.of('heartbeat').at(-1)?.account, PATIENT)
      .toEqual({ top: null, upstream: 'stale' });
    expect(reader.of('heartbeat').at(-1)?.upstream).toBeDefined();
    accounts.isAway = false;
    await expect.poll(() => told(reader), PATIENT).toEqual([IMAGE]);
    await expect.poll(() => reader.of('heartbeat').at(-1)?.account?.upstream, PATIENT).toBe('up');
  });

  it('is sent whole again on request, and no more after it was given up', async () => {
    await start({ limits: { heartbeatMs: 100 } });
    const reader = await followed();
    await reader.ask({ op: 'resync', id: 5, fixtures: [], account: true });
    await expect.poll(() => told(reader), PATIENT).toEqual([IMAGE, IMAGE]);
    await reader.ask({ op: 'unsubscribe', id: 6, channel: 'account', subscription: 77 });
    await accounts.change(bettor, '101.00');
    await expect.poll(() => told(reader), PATIENT).toHaveLength(3);
    await reader.ask({ op: 'unsubscribe', id: 7, channel: 'account', subscription: 2 });
    await accounts.change(bettor, '102.00');
    expectNoAccount(await nextHeartbeat(reader));
    expect(told(reader)).toHaveLength(3);
  });
});

const expectNoAccount = (heartbeat: object): void => {
  expect(heartbeat).not.toHaveProperty('account');
};

async function nextHeartbeat(reader: TestReader): Promise<object> {
  const count = reader.of('heartbeat').length;
  // The one that is on its way may be from before.
  await expect.poll(() => reader.of('heartbeat').length, PATIENT).toBeGreaterThan(count + 1);
  return reader.of('heartbeat').at(-1) ?? {};
}
