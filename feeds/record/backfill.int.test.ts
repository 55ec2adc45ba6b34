import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { fixtureId } from '#contracts/mod.ts';
import { silentLogger, systemClock } from '#platform/mod.ts';
import {
  freshDatabase,
  startTestNats,
  type TestDatabase,
  type TestNats,
} from '#test/harness/mod.ts';

import { readFeedEvents } from '../feed-store.ts';
import { backfill } from './backfill.ts';
import { openRecording } from './open-recording.ts';
import { TapeError } from './read-tape.ts';
import { frameBytes, type TapeHeader } from './tape.ts';
import { startTape } from './write-tape.ts';

let nats: TestNats;
let database: TestDatabase;
const folder = mkdtempSync(join(tmpdir(), 'overround-backfill-'));

beforeAll(async () => {
  nats = await startTestNats();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await nats.stop();
});
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.drop());

const RECEIVED_AT = 1_900_000_000_000;
const HEADER: TapeHeader = {
  ...{ format: 'overround-tape-1', kind: 'lines', source: 'test', startedAt: RECEIVED_AT },
};
const lineOf = (eventId: string, body: object) =>
  `${JSON.stringify({
    ...{ fixtureId: 'rovers-united', eventId, producer: 'acme', occurredAt: RECEIVED_AT - 50 },
    ...{ clock: { phase: 'first-half', elapsedMs: 60_000 }, ...body },
  })}\n`;
const LINES = [
  lineOf('e1', { kind: 'corner', side: 'home' }),
  lineOf('e2', { kind: 'corner', side: 'away' }),
  'no event\n',
  lineOf('e3', { kind: 'goal', side: 'home', how: 'play' }),
];
let files = 0;

async function recorded(): Promise<string> {
  const path = join(folder, `lines-${(files += 1)}`);
  const tape = await startTape(path, HEADER, systemClock);
  for (const [at, line] of LINES.entries())
    await tape.write({
      ...{ receivedAt: RECEIVED_AT + at, sentAt: null, key: '', body: Buffer.from(line) },
    });
  await tape.close();
  return path;
}

async function bring(path: string, window: Readonly<{ sinceMs?: number; untilMs?: number }> = {}) {
  const recording = await openRecording(path);
  if (recording.kind !== 'canonical') throw new Error(`a recording of ${recording.kind}`);
  return backfill(recording.lines, {
    ...{ clock: systemClock, pool: database.pool, nats: nats.nats, log: silentLogger() },
    ...{ producer: 'acme', ...window },
  });
}

const stored = async () =>
  (await readFeedEvents(database.pool, fixtureId('rovers-united'))).map(
    ({ eventId, receivedAt }) => [eventId, receivedAt - RECEIVED_AT],
  );

describe('a backfill', () => {
  test('brings recorded lines in with the times when they were received, and once', async () => {
    const path = await recorded();
    const rest = { outside: 0, gaps: [] };
    expect(await bring(path)).toEqual({ events: 3, known: 0, unreadable: 1, ...rest });
    const events = [
      ['e1', 0],
      ['e2', 1],
      ['e3', 3],
    ];
    expect(await stored()).toEqual(events);
    expect(await bring(path)).toEqual({ events: 0, known: 3, unreadable: 1, ...rest });
    expect(await stored()).toEqual(events);
  });

  test('takes lines of a file, packed or not, within a window of time, and names what it leaves out', async () => {
    const minutes = [0, 5, 16, 30, 90];
    const lines = minutes.map((minute) =>
      lineOf(`m${minute}`, {
        ...{ kind: 'corner', side: 'home', occurredAt: RECEIVED_AT + minute * 60_000 },
      }),
    );
    const path = join(folder, `lines-${(files += 1)}.jsonl.gz`);
    writeFileSync(path, gzipSync(lines.join('')));
    const at = (minute: number): number => RECEIVED_AT + minute * 60_000;
    expect(await bring(path, { sinceMs: at(5), untilMs: at(90) })).toEqual({
      ...{ events: 3, known: 0, unreadable: 0, outside: 2 },
      gaps: [
        { from: at(5), to: at(16) },
        { from: at(16), to: at(30) },
      ],
    });
    const plain = join(folder, `lines-${(files += 1)}.jsonl`);
    writeFileSync(plain, lines.join(''));
    expect(await bring(plain)).toMatchObject({ events: 2, known: 3, outside: 0 });
    expect((await stored()).map(([id]) => id)).toEqual(['m5', 'm16', 'm30', 'm0', 'm90']);
  });

  test('of a recording that is cut off brings in what is whole, and says that it is', async () => {
    const path = await recorded();
    const bytes = gunzipSync(readFileSync(path));
    const last = frameBytes({
      ...{ receivedAt: 0, sentAt: null, key: '', body: Buffer.from(LINES.at(-1) ?? '') },
    });
    writeFileSync(path, gzipSync(bytes.subarray(0, bytes.length - 30 - last.length)));
    await expect(bring(path)).rejects.toThrow(TapeError);
    expect(await stored()).toEqual([
      ['e1', 0],
      ['e2', 1],
    ]);
  });
});
