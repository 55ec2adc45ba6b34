import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { fixtureId } from '#contracts/mod.ts';
import { fixtureStatus } from '#markets/mod.ts';
import { silentLogger, systemClock } from '#platform/mod.ts';
import {
  freshDatabase,
  startTestNats,
  type TestDatabase,
  type TestNats,
} from '#test/harness/mod.ts';

import { readFeedEvents } from './feed-store.ts';
import { defaultDataDir, listMatches, MatchNotFoundError } from './find-match.ts';
import { loadRecordings } from './recordings/mod.ts';
import { replayMatch, type ReplayMatchOptions } from './replay-match.ts';
import { recordOfEvents } from './script-record.ts';
import { wyscoutDir } from './wyscout/files.ts';

let nats: TestNats;
let database: TestDatabase;

beforeAll(async () => {
  nats = await startTestNats();
});
afterAll(() => nats.stop());
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.drop());

describe('replayMatch', () => {
  const options = (): ReplayMatchOptions => ({
    clock: systemClock,
    pool: database.pool,
    nats: nats.nats,
    log: silentLogger(),
    speed: 1e6,
    preMatchMs: 10,
  });

  test('plays a recording through NATS and PostgreSQL and reports its scores', async () => {
    const kinds: string[] = [];
    const report = await replayMatch('milan-liverpool-2005', {
      ...options(),
      onEvent: ({ kind }) => {
        kinds.push(kind);
      },
    });
    expect(report).toMatchObject({
      fixtureId: 'milan-liverpool-2005-replay-1',
      halfTime: { home: 3, away: 0 },
      fullTime: { home: 3, away: 3 },
      extraTime: { home: 0, away: 0 },
      shootOut: { home: 2, away: 3 },
      agrees: true,
    });
    expect(kinds).toHaveLength(report.events);
    const second = await replayMatch('milan-liverpool-2005', options());
    expect(second.fixtureId).toBe('milan-liverpool-2005-replay-2');
  });

  test('a replay that was cut off is finished by the next one', async () => {
    const stop = new AbortController();
    const cutOff = replayMatch('england-algeria-2010', {
      ...options(),
      speed: 10_000,
      signal: stop.signal,
      onEvent: ({ clock }) => {
        if (clock.phase === 'second-half') stop.abort(new Error('Ctrl-C'));
      },
    });
    await expect(cutOff).rejects.toThrow('Ctrl-C');
    await systemClock.sleep(500);
    const next = await replayMatch('england-algeria-2010', options());
    expect(next).toMatchObject({ fixtureId: 'england-algeria-2010-replay-2', agrees: true });
    const first = fixtureId('england-algeria-2010-replay-1');
    const { record, contradictions } = recordOfEvents(
      first,
      await readFeedEvents(database.pool, first),
    );
    expect([fixtureStatus(record), contradictions]).toEqual(['closed', []]);
  });

  test('says where it looked for a match that it does not find', async () => {
    await expect(replayMatch('atlantis-eldorado', options())).rejects.toThrow(MatchNotFoundError);
    await expect(replayMatch('1', { ...options(), dataDir: '/nonexistent' })).rejects.toThrow(
      '/nonexistent has no Wyscout data',
    );
    expect(listMatches('/nonexistent').map(({ id }) => id)).toEqual(
      loadRecordings().map(({ id }) => id),
    );
  });

  describe.skipIf(wyscoutDir(defaultDataDir()) === undefined)(
    'with the Wyscout recordings (skipped: ../shared/data/wyscout is absent)',
    () => {
      test('plays a match by its id, its contradiction included', async () => {
        const russia = await replayMatch('2058012', options());
        expect(russia).toMatchObject({
          title: 'Russia – Croatia',
          fullTime: { home: 1, away: 1 },
          extraTime: { home: 1, away: 1 },
          shootOut: { home: 3, away: 4 },
          agrees: true,
        });
        const chelsea = await replayMatch('wyscout-2499781', options());
        expect(chelsea.agrees).toBe(false);
        expect(chelsea.contradictions).toHaveLength(1);
        expect(listMatches()).toHaveLength(750 + loadRecordings().length);
      });
    },
  );
});
