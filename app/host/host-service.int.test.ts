import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import {
  marketKeyOf,
  ODDS_SCALE,
  OddsMessageSchema,
  outcomeId,
  subjects,
  type BookMessage,
  type MarketQuotes,
  type OddsMessage,
} from '#contracts/mod.ts';
import { parserOf, publishJson, systemClock } from '#platform/mod.ts';

import { writtenBet } from './test-fixture.ts';
import { homePrice, isOpen, type TestMatch } from './test-match.ts';
import { HostWorld } from './test-world.ts';

let world: HostWorld;
let match: TestMatch;
beforeAll(async () => {
  world = await HostWorld.start();
  // The last shards stay without an owner.
  await world.host('a', { wanted: Array.from({ length: 60 }, (_, shard) => shard) });
});
afterAll(async () => {
  await world.stop();
});
beforeEach(() => {
  match = world.match((shard) => shard < 60);
});

describe('a fixture', () => {
  it('says handover first, prices next, and suspends at a goal before it prices again', async () => {
    await match.kickOff();
    match.keepAlive();
    const opened = await match.sees(isOpen);
    const [first, second] = match.odds;
    expect(first).toMatchObject({ kind: 'image', epoch: 1, seq: 1, markets: [] });
    expect(first?.state.suspended).toEqual(['model', 'handover']);
    expect(first?.info?.home).toBe('Harbour');
    expect(second).toEqual(opened);
    expect(opened).toMatchObject({ kind: 'delta', seq: 2, prev: 1, feedVersion: 3 });
    const before = match.odds.length;
    await match.report(match.goal('home', 10));
    const reopened = await match.sees(isOpen, before);
    const [suspension, ...prices] = match.odds.slice(before);
    expect(suspension?.state.suspended).toEqual(['score']);
    expect(suspension?.state.score).toEqual({ home: 1, away: 0 });
    expect(suspension?.markets).toEqual([]);
    expect(prices).toContainEqual(reopened);
    expect(homePrice(reopened)).toBeLessThan(homePrice(opened));
    const parse = parserOf(OddsMessageSchema);
    for (const message of match.odds) expect(parse(message)).toEqual(message);
    const numbers = match.odds.map(({ seq, prev }) => [seq, prev]);
    expect(numbers).toEqual(numbers.map((_, at) => [at + 1, at]));
  });

  it('is taken up when it is heard of for the first time', async () => {
    match.keepAlive();
    for (const event of match.book.opening()) await match.report(event);
    await match.report(match.event('first-half', 0, { kind: 'phase' }));
    await match.sees((message) => isOpen(message) && message.state.status === 'in-play');
    expect((await match.image()).info?.away).toBe('Albion');
  });

  it('whose input fails is read anew, and its readers can follow', async () => {
    await match.open();
    const before = match.odds.length;
    const last = match.odds.at(-1)?.seq ?? 0;
    // More than the exposure of a fixture can count, and in no table.
    const impossible = writtenBet(await match.newBet('99999999999999999'));
    await publishJson(world.nats.nats, subjects.bet('accepted'), impossible);
    const anew = await match.sees(() => true, before);
    expect(anew).toMatchObject({ kind: 'image', epoch: 1, seq: last + 1, prev: last });
    expect(anew.state.suspended).toEqual(['model', 'handover']);
    await match.sees(isOpen, before);
  });

  it('holds its prices near those of other books, read from the stream of quotes', async () => {
    const quotesOf = (producer: string): MarketQuotes => ({
      producer,
      fixture: { urn: match.fixtureId, name: null, startsAt: null },
      marketUrn: `${match.fixtureId}/1`,
      marketKey: marketKeyOf('match-result'),
      status: 'active',
      inPlay: true,
      winners: 1,
      outcomes: [
        ['home', 1.25],
        ['draw', 8],
        ['away', 10],
      ].map(([id, odds]) => ({
        outcomeId: outcomeId(String(id)),
        providerId: String(id),
        name: null,
        status: 'active',
        back: { odds: Number(odds), size: null },
        lay: null,
        lastTraded: null,
        startingPrice: null,
      })),
      at: systemClock.now(),
    });
    const opened = await match.open();
    expect(homePrice(opened)).toBeGreaterThan(1.7 * ODDS_SCALE);
    for (const producer of ['exchange', 'book']) {
      const quotes = quotesOf(producer);
      await publishJson(world.nats.nats, subjects.quotes(producer, quotes.marketUrn), quotes);
    }
    await expect.poll(async () => homePrice(await match.image())).toBeLessThan(1.3 * ODDS_SCALE);
    expect(homePrice(await match.image())).toBeGreaterThan(1.2 * ODDS_SCALE);
  });

  it('of a shard that nobody owns has no host', async () => {
    const foreign = world.match((shard) => shard >= 60);
    await foreign.kickOff();
    await foreign.report(foreign.goal('home', 10));
    foreign.alive();
    await expect(foreign.image()).rejects.toMatchObject({ kind: 'no-responders' });
    await systemClock.sleep(300);
    expect(foreign.odds).toEqual([]);
  });
});

describe('events that went missing', () => {
  it('are read from PostgreSQL when a later one shows the gap', async () => {
    await match.open();
    await match.report(match.goal('home', 10), { send: false });
    await match.report(match.goal('away', 11));
    const healed = await match.sees(({ feedVersion }) => feedVersion === 5);
    expect(healed.state.score).toEqual({ home: 1, away: 1 });
    // Each goal suspended by itself and in its turn.
    expect(match.odds.find(({ feedVersion }) => feedVersion === 4)?.state).toMatchObject({
      score: { home: 1, away: 0 },
      suspended: ['score'],
    });
    await match.sees((message: OddsMessage) => isOpen(message) && message.feedVersion === 5);
  });

  it('are noticed through the sign of life when nothing later comes', async () => {
    await match.open();
    await match.report(match.goal('away', 10), { send: false });
    const healed = await match.sees(({ feedVersion }) => feedVersion === 4);
    expect(healed.state).toMatchObject({ score: { home: 0, away: 1 }, suspended: ['score'] });
  });

  it('hold the decision back until they are there', async () => {
    await match.open();
    world.lease('a');
    // Stored late: the sign of life is the only one that knows of the goal.
    const goal = match.goal('away', 10);
    await match.report(goal, { send: false, store: false });
    match.alive();
    const request = await match.received();
    await systemClock.sleep(500);
    expect(await match.ask(request)).toMatchObject({ verdict: 'wait' });
    await match.report(goal, { send: false });
    expect(await match.decided(request)).toEqual({
      verdict: 'reject',
      code: 'MATCH_STATE_CHANGED',
    });
  });
});

describe('a decision over NATS', () => {
  beforeEach(async () => {
    await match.open();
  });

  it('is binding, and the same when asked again', async () => {
    world.lease('a', 'b');
    const request = await match.received('5000');
    const reply = await match.decided(request);
    if (reply.verdict !== 'accept') throw new Error(JSON.stringify(reply));
    expect(reply.token).toMatchObject({
      betId: request.betId,
      fixtureId: match.fixtureId,
      shard: match.shard,
      ownerEpoch: 1,
    });
    expect(await match.ask(request)).toEqual(reply);
    await match.ask({ op: 'release', betId: request.betId, fixtureId: match.fixtureId });
    expect(await match.ask(request)).not.toEqual(reply);
  });

  it('moves the price, and the book shows it, until the bet is settled', async () => {
    const books: BookMessage[] = [];
    const { connection } = world.nats.nats;
    const subscription = connection.subscribe(subjects.book('football', match.fixtureId), {
      callback: (_, message) => {
        books.push(message.json<BookMessage>());
      },
    });
    world.lease('a');
    const before = homePrice(await match.image());
    const request = await match.received('300000');
    expect(await match.decided(request)).toMatchObject({ verdict: 'accept' });
    await world.writeBet(request.betId, request.selection, { stakeMinor: 300_000n });
    await expect.poll(async () => homePrice(await match.image())).toBeLessThan(before);
    await expect.poll(() => books.at(-1)?.stakedMinor).toBe('300000');
    const settled = writtenBet({ ...request, op: 'receive' }, { version: 3, status: 'settled' });
    await publishJson(world.nats.nats, subjects.bet('settled'), { ...settled, payoutMinor: '0' });
    await expect.poll(() => books.at(-1)?.bets).toBe(0);
    await expect.poll(async () => homePrice(await match.image())).toBe(before);
    subscription.unsubscribe();
  });

  it('is refused at once when the trader has said so', async () => {
    world.lease('a');
    const bet = await match.newBet();
    expect(await match.tell('suspend')).toMatchObject({ ok: true });
    expect((await match.image()).state.suspended).toEqual(['trader']);
    expect(await match.ask(bet)).toMatchObject({ code: 'MARKET_SUSPENDED' });
    await match.tell('resume');
    expect(await match.ask(bet)).toMatchObject({ verdict: 'received' });
  });
});
