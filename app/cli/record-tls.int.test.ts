import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, expect, test, vi } from 'vitest';

import { makeBooks, replayExchangeFile, type Books } from '#feeds/exchange/mod.ts';
import { openTape } from '#feeds/record/mod.ts';
import {
  asRecording,
  CERTIFICATE,
  madeUpStream,
  startStreamServer,
} from '#feeds/record/testing/mod.ts';
import { seededRandom } from '#platform/mod.ts';

import { runCli } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'overround-record-tls-'));
const at = (name: string): string => join(folder, name);
afterAll(() => {
  rmSync(folder, { recursive: true });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

const PATIENT = { timeout: 20_000, interval: 50 };
const RECORDING = asRecording(madeUpStream(seededRandom('record'), 80));
const JOINED_AT = 20;

writeFileSync(at('ca.pem'), CERTIFICATE);
writeFileSync(
  at('say.jsonl'),
  `{"op":"authentication","id":1,"appKey":"key","session":"token"}\n` +
    `{"op":"marketSubscription","id":2,"marketFilter":{}}\n`,
);

/** A book is what it holds; when it was published last is not in an image. */
const held = (books: Books): readonly object[] =>
  [...books.markets()]
    .map((book) => ({ ...book, at: 0, isConflated: false }))
    .toSorted((left, right) => (left.id < right.id ? -1 : 1));

async function textOf(path: string): Promise<string> {
  if (!existsSync(path)) return '';
  let text = '';
  try {
    for await (const { body } of (await openTape(path)).frames)
      text += Buffer.from(body).toString();
  } catch {
    // It is still written to: what is whole of it counts.
  }
  return text;
}

async function run(...args: readonly string[]) {
  const [logged, errors, played]: [string[], string[], Uint8Array[]] = [[], [], []];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void logged.push(line));
  vi.spyOn(console, 'error').mockImplementation((line: string) => void errors.push(line));
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.spyOn(process.stdout, 'write').mockImplementation((bytes) => {
    played.push(Buffer.from(bytes));
    return true;
  });
  const code = await runCli(args).finally(() => vi.restoreAllMocks());
  return { code, logged: logged.join('\n'), errors, played: Buffer.concat(played) };
}

test('an exchange over TLS is recorded, and the replay builds the same books', async () => {
  const server = await startStreamServer({ recording: RECORDING });
  for (let played = 0; played < JOINED_AT; played += 1) server.next();
  const path = at('exchange.tape');
  const connect = ['--connect', `tls://localhost:${server.port}`, '--say', at('say.jsonl')];
  const recording = run('record', 'lines', path, ...connect, '--ca', at('ca.pem'), '--json');
  await expect.poll(() => server.isListenedTo(), PATIENT).toBe(true);
  while (server.next());
  const last = `"clk":"${RECORDING.at(-1)?.clk ?? ''}"`;
  await expect.poll(() => textOf(path), PATIENT).toContain(last);
  await server.stop();
  const report = await recording;
  expect(JSON.parse(report.logged)).toMatchObject({ file: path, refused: 0 });

  const replayed = await run('replay', path, '--raw', '--speed', 'max');
  expect(replayed.code).toBe(0);
  writeFileSync(at('lines.jsonl'), replayed.played);
  const { books, poison } = await replayExchangeFile(at('lines.jsonl'));
  const expected = makeBooks();
  for (const message of RECORDING) expected.apply(message);
  expect(poison).toBe(0);
  expect(held(books)).toEqual(held(expected));

  const checked = await run('replay', '--check', path, '--json');
  expect(JSON.parse(checked.logged)).toMatchObject({
    files: [
      { kind: 'exchange', units: 3, verdict: expect.stringMatching(/agrees|review/u) as string },
    ],
  });
});

test('a server that nobody vouches for is refused unless it is asked for', async () => {
  const server = await startStreamServer({ recording: RECORDING });
  const args = ['--connect', `tls://localhost:${server.port}`, '--say', at('say.jsonl')];
  const refused = await run('record', 'lines', at('refused.tape'), ...args);
  expect([refused.code, refused.errors.join()]).toEqual([
    2,
    expect.stringMatching(/broke off: .*certificate/u),
  ]);
  const taken = await run(
    ...['record', 'lines', at('taken.tape'), ...args, '--insecure', '--messages', '1'],
  );
  expect(taken.code).toBe(0);
  const missing = await run('record', 'lines', at('none.tape'), ...args, '--ca', at('none.pem'));
  expect([missing.code, missing.errors.join()]).toEqual([2, expect.stringContaining('none.pem')]);
  expect(existsSync(at('none.tape'))).toBe(false);
  expect(readFileSync(at('taken.tape')).length).toBeGreaterThan(0);
  await server.stop();
});
