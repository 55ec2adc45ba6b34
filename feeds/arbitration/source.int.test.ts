import { afterAll, beforeAll, expect, test } from 'vitest';

import { fixtureId } from '#contracts/mod.ts';
import { seededRandom, silentLogger, systemClock } from '#platform/mod.ts';
import {
  freshDatabase,
  startTestNats,
  type TestDatabase,
  type TestNats,
} from '#test/harness/mod.ts';

import { readFeedEvents } from '../feed-store.ts';
import { decideIdentity, openReviews } from '../identity/mod.ts';
import { draftOf } from '../run.ts';
import { startFeeds } from '../service.ts';
import { makeLeague } from '../simulator/league.ts';

let nats: TestNats;
let database: TestDatabase;
beforeAll(async () => {
  nats = await startTestNats();
  database = await freshDatabase();
});
afterAll(async () => {
  await nats.stop();
  await database.drop();
});

const league = makeLeague({ name: 'two-feeds', random: seededRandom(3), teams: 12 });
const script = league.matchAt(1);

/** The whole match as a feed sends it, then signs of life until the test ends. */
async function* linesOf(
  feed: string,
  { without, done }: Readonly<{ without: readonly string[]; done: AbortSignal }>,
): AsyncGenerator<string> {
  const own = fixtureId(`${feed}-7`);
  const run = {
    fixtureId: own,
    producer: feed,
    script,
    announceAt: 1,
    kickOffAt: 1_000,
    speed: 60,
  };
  for (const event of script.events) {
    if (without.includes(event.body.kind)) continue;
    const { receivedAt: _receivedAt, ...draft } = draftOf(run, event, 1);
    yield JSON.stringify(draft);
  }
  while (!done.aborted) {
    await systemClock.sleep(50, done).catch(() => undefined);
    yield '';
  }
}

test('two feeds under one fixture: what they agree on is published, what they do not is held for a person', async () => {
  const { pool } = database;
  const ours = fixtureId('our-match');
  for (const feed of ['alpha', 'beta'])
    await decideIdentity(pool, { kind: 'fixture', provider: feed, providerId: `${feed}-7` }, ours, {
      reason: 'test',
      by: 'test',
      atMs: 1,
    });
  const done = new AbortController();
  const rules = {
    preMatch: ['alpha', 'beta'],
    live: ['alpha', 'beta'],
    staleMs: 10_000,
    graceMs: 300,
    leastFeeds: 2,
  };
  const feeds = await startFeeds({
    clock: systemClock,
    pool,
    nats: nats.nats,
    log: silentLogger(),
    sources: [
      {
        kind: 'arbitrated',
        producer: 'ours',
        rules,
        feeds: [
          { feed: 'alpha', lines: linesOf('alpha', { without: [], done: done.signal }) },
          { feed: 'beta', lines: linesOf('beta', { without: ['goal'], done: done.signal }) },
        ],
      },
    ],
  });
  await expect
    .poll(async () => (await openReviews(pool, 'arbitration')).map(({ subject }) => subject), {
      timeout: 20_000,
    })
    .toContain('our-match score-conflict');
  const events = await readFeedEvents(pool, ours);
  expect(new Set(events.map(({ producer }) => producer))).toEqual(new Set(['ours']));
  expect(events.filter(({ kind }) => kind === 'goal')).toHaveLength(
    script.events.filter(({ body }) => body.kind === 'goal').length,
  );
  expect(events.some(({ kind }) => kind === 'result')).toBe(false);
  const stops = events.filter(({ kind }) => kind === 'bet-stop' || kind === 'bet-start');
  expect(stops.at(-1)?.kind).toBe('bet-stop');
  done.abort();
  await feeds.stop();
});
