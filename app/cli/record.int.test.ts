import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';

import { openTape } from '#feeds/record/mod.ts';
import { scriptedMatch, startUofTestServer } from '#feeds/uof/test-server/mod.ts';
import { listen, systemClock } from '#platform/mod.ts';
import { startTestNats, type TestNats } from '#test/harness/mod.ts';

import { runCli } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'overround-record-cli-'));
let files = 0;
const newPath = (): string => join(folder, `tape-${(files += 1)}`);
let nats: TestNats;

beforeAll(async () => {
  nats = await startTestNats();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await nats.stop();
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** One command line, and what it printed. */
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

const framesOf = async (path: string) => Array.fromAsync((await openTape(path)).frames);

describe('overround record', () => {
  test('takes a stream of lines as it comes, and replay gives its very bytes back', async () => {
    const sample = readFileSync('feeds/exchange/samples/rovers-united.jsonl');
    const said: string[] = [];
    const server = createServer((socket) => {
      socket.once('data', (bytes) => {
        said.push(bytes.toString());
        socket.end(sample);
      });
    });
    const { port, stop } = await listen(server, 0);
    const [hello, path] = [newPath(), newPath()];
    writeFileSync(hello, '{"op":"authentication"}\n{"op":"marketSubscription"}\n');
    const address = `tcp://127.0.0.1:${port}`;
    const args = ['--connect', address, '--say', hello, '--json'];
    const recorded = await run('record', 'lines', path, ...args);
    await stop();
    expect(recorded).toMatchObject({ code: 0, errors: [] });
    expect(JSON.parse(recorded.logged)).toMatchObject({ bytes: sample.length, refused: 0 });
    expect(said.join('')).toMatch(/^\{"op":"authentication"\}\r\n/u);
    expect((await openTape(path)).header).toMatchObject({ kind: 'lines', source: address });

    const replayed = await run('replay', path, '--raw', '--speed', 'max');
    expect(replayed.code).toBe(0);
    expect(replayed.played).toEqual(sample);

    expect((await run('record', 'lines', path, ...args)).errors.join()).toMatch(
      /cannot be written/u,
    );
  });

  test('takes messages of a Unified Odds Feed with their routing keys', async () => {
    const server = await startUofTestServer({ clock: systemClock, amqpPort: 0, apiPort: 0 });
    const script = scriptedMatch('sr:match:7', systemClock.now()).slice(0, 5);
    const path = newPath();
    // A message that nobody has a queue for is lost, so that they are sent until they are heard.
    const stopSending = systemClock.every(20, () => {
      for (const message of script) server.send(message);
    });
    const args = ['--amqp-port', String(server.broker.port), '--messages', '5'];
    const { code, logged } = await run('record', 'uof', path, ...args);
    stopSending();
    await server.close();
    expect(code).toBe(0);
    expect(logged).toMatch(/5 messages/u);
    const frames = await framesOf(path);
    expect(frames).toHaveLength(5);
    const known = script.map(({ xml }) => xml);
    for (const { body, key } of frames) {
      expect(known).toContain(Buffer.from(body).toString());
      expect(key).toMatch(/\.match\.7|sr:match/u);
    }
  });

  test('takes subjects of NATS, and replay sends them again on the same', async () => {
    const url = nats.url;
    const { connection } = nats.nats;
    const path = newPath();
    const stopSending = systemClock.every(20, () => {
      connection.publish('raw.a', 'first');
      connection.publish('raw.b.c', Uint8Array.of(0, 255));
    });
    const args = ['--subject', 'raw.>', '--nats', url, '--messages', '4', '--json'];
    expect((await run('record', 'nats', path, ...args)).code).toBe(0);
    stopSending();
    await connection.flush();
    const frames = await framesOf(path);
    expect(frames.map(({ key }) => key).toSorted()).toEqual([
      'raw.a',
      'raw.a',
      'raw.b.c',
      'raw.b.c',
    ]);

    const heard: string[] = [];
    const subscription = connection.subscribe('raw.>', {
      callback: (_error, { subject, data }) => void heard.push(`${subject} ${data.join()}`),
    });
    await connection.flush();
    const to = ['--raw', '--speed', '50', '--to', 'nats', '--nats', url];
    expect((await run('replay', path, ...to)).code).toBe(0);
    await expect.poll(() => heard.length).toBeGreaterThanOrEqual(4);
    subscription.unsubscribe();
    expect(heard).toEqual(frames.map(({ key, body }) => `${key} ${body.join()}`));
  });

  test.each([
    [['record', 'lines', 'x', '--connect', 'http://a:1'], /tcp:\/\/host:port/u],
    [['record', 'lines', 'x', '--connect', 'tls://a'], /tcp:\/\/host:port/u],
    [['replay', 'nowhere.tape', '--raw'], /nowhere\.tape: ENOENT/u],
    [['replay', 'package.json', '--raw'], /package\.json: no recording.* \(0 were played\)/u],
    [['replay', 'italy-france-2006', '--speed', 'max'], /--raw/u],
  ])('%j says what is wrong with it', async (args, why) => {
    const { code, errors } = await run(...args);
    expect(code).toBe(2);
    expect(errors.join()).toMatch(why);
  });
});
