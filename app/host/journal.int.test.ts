import { afterAll, beforeAll, expect, it } from 'vitest';

import { subjects, type OddsMessage } from '#contracts/mod.ts';

import type { HostEffect } from './inputs.ts';
import type { JournalMessage } from './journal.ts';
import { replayJournal } from './replay-journal.ts';
import { homePrice, isOpen, type TestMatch } from './test-match.ts';
import { HostWorld, QUICK_POLICY } from './test-world.ts';

let world: HostWorld;
let match: TestMatch;
beforeAll(async () => {
  world = await HostWorld.start();
  match = world.match();
});
afterAll(async () => {
  await world.stop();
});

const BETS = 12_000;

/** So many open bets that their messages need more room than NATS gives one message. */
async function writeManyBets(): Promise<void> {
  await world.pool.query(
    `INSERT INTO bet (id, account_id, status, version, currency, stake_minor, potential_payout_minor,
       policy, received_at, due_at, decided_at, owner_epoch, state_hash, in_play, open_legs)
     SELECT gen_random_uuid(), $1, 'accepted', 2, 'EUR', 10 + n % 7, 100, 'none', 1, 1, 1, 1, '', true, 1
     FROM generate_series(1, $2::int) AS n`,
    [world.account, BETS],
  );
  await world.pool.query(
    `INSERT INTO bet_leg (bet_id, leg, fixture_id, market_key, outcome_id, requested_odds, odds,
       catalogue_version)
     SELECT id, 0, $1, 'match-result', (ARRAY['home', 'draw', 'away'])[1 + (stake_minor % 3)::int],
       25000, 25000, 1 FROM bet`,
    [match.fixtureId],
  );
}

/** A first half with bets, goals, a card, VAR, a trader, and half-time. */
async function playFirstHalf(): Promise<void> {
  const quiet = async (minute: number): Promise<void> => {
    await match.report(match.event('first-half', minute, { kind: 'clock' }));
    await match.sees(({ state }) => state.clock.elapsedMs === minute * 60_000);
  };
  world.lease('a');
  await quiet(3);
  const before = homePrice(await match.image());
  const request = await match.received('300000');
  expect(await match.decided(request)).toMatchObject({ verdict: 'accept' });
  await world.writeBet(request.betId, request.selection, { stakeMinor: 300_000n });
  await expect.poll(async () => homePrice(await match.image())).toBeLessThan(before);
  for (const [side, minute] of [
    ['home', 10],
    ['home', 11],
    ['away', 20],
  ] as const) {
    const seen = match.odds.length;
    await match.report(match.goal(side, minute));
    await match.sees(isOpen, seen);
    await quiet(minute + 2);
  }
  await match.tell('suspend');
  await match.report(match.event('first-half', 30, { kind: 'card', side: 'home', colour: 'red' }));
  await match.tell('resume');
  await match.report(match.event('first-half', 44, { kind: 'bet-stop', reason: 'var' }));
  await match.report(match.event('first-half', 44, { kind: 'bet-start' }));
  await match.report(match.event('half-time', 0, { kind: 'phase' }));
  await match.sees(({ state }) => state.phase === 'half-time' && state.suspended.length === 0);
}

const withoutPublication = (message: OddsMessage): OddsMessage => ({
  ...message,
  stamps: { ...message.stamps, publishedAt: 0 },
});
const oddsOf = (effects: readonly HostEffect[]): readonly OddsMessage[] =>
  effects.flatMap((effect) => (effect.type === 'odds' ? [effect.message] : []));

it('the journal of a run, replayed, gives the odds that were published', async () => {
  await match.kickOff();
  await writeManyBets();
  const host = await world.host('a', { wanted: [match.shard] });
  match.keepAlive();
  await match.sees(isOpen);
  await playFirstHalf();
  await host.stop();
  await world.nats.nats.connection.flush();

  const journal = await world.stored<JournalMessage>('JOURNAL', subjects.journal(match.fixtureId));
  const published = await world.stored<OddsMessage>(
    'ODDS',
    subjects.odds('football', match.fixtureId),
  );
  expect(published.length).toBeGreaterThan(15);
  const [rebuild] = journal.flat();
  expect(rebuild?.parts).toBeGreaterThan(1);
  const kinds = new Set(journal.flat().map(({ input }) => input.type));
  for (const kind of ['rebuild', 'priced', 'alive', 'tick', 'budget', 'feed', 'decide', 'command'])
    expect(kinds).toContain(kind);

  const replayed = oddsOf(replayJournal(match.fixtureId, journal, QUICK_POLICY));
  // As text, because that is what went over the wire: no bit of a number may differ.
  expect(replayed.map((message) => JSON.stringify(message))).toEqual(
    published.map((message) => JSON.stringify(withoutPublication(message))),
  );
});
