import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';

import { fc, test as property } from '@fast-check/vitest';
import { afterAll, describe, expect, test } from 'vitest';

import { ManualClock, systemClock } from '#platform/mod.ts';

import { FUZZ_RUNS, mutatedBytes } from '../testing/mutations.ts';
import { linesOfTape } from './lines-of-tape.ts';
import { openTape, TapeError } from './read-tape.ts';
import { recordStream } from './record-stream.ts';
import { replayTape } from './replay-tape.ts';
import { endBytes, frameBytes, headerLine, type TapeFrame, type TapeHeader } from './tape.ts';
import { startTape } from './write-tape.ts';

const folder = mkdtempSync(join(tmpdir(), 'overround-tape-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
let files = 0;
const newPath = (): string => join(folder, `tape-${(files += 1)}`);

const HEADER: TapeHeader = {
  ...{ format: 'overround-tape-1', kind: 'lines', source: 'test', startedAt: 1_900_000_000_000 },
};
const frameOf = (text: string, more: Partial<TapeFrame> = {}): TapeFrame => ({
  ...{ receivedAt: 1_900_000_000_000, sentAt: null, key: '', body: Buffer.from(text), ...more },
});

async function written(frames: readonly TapeFrame[], header = HEADER): Promise<string> {
  const path = newPath();
  const tape = await startTape(path, header, systemClock);
  for (const frame of frames) await tape.write(frame);
  await tape.close();
  return path;
}

/** What is read of a file until its end or what is wrong with it. */
async function readFrom(path: string) {
  const frames: TapeFrame[] = [];
  try {
    const tape = await openTape(path);
    for await (const frame of tape.frames) frames.push(frame);
    return { header: tape.header, frames };
  } catch (error) {
    if (!(error instanceof TapeError)) throw error;
    return { frames, problem: error.message };
  }
}

const plain = (frames: readonly TapeFrame[]) =>
  frames.map(({ body, ...frame }) => ({ ...frame, body: Buffer.from(body).toString('hex') }));

const anyFrame = fc.record({
  receivedAt: fc.double({ noNaN: true, noDefaultInfinity: true }).map((at) => at + 0),
  sentAt: fc.option(fc.integer({ min: 0 })),
  key: fc.string({ unit: 'grapheme', maxLength: 40 }),
  body: fc.uint8Array({ maxLength: 300 }),
});

describe('a recording', () => {
  property.prop([fc.array(anyFrame, { maxLength: 20 })], { numRuns: 50 })(
    'is read byte by byte as it was written',
    async (frames) => {
      const read = await readFrom(await written(frames));
      expect(read).toMatchObject({ header: HEADER });
      expect(plain(read.frames)).toEqual(plain(frames));
    },
  );

  test('larger than what is unpacked at a time is read whole', async () => {
    const frames = [0, 1, 2].map((at) =>
      frameOf('', { body: Buffer.alloc(300_000, at), key: 'k' }),
    );
    const { frames: read, problem } = await readFrom(await written(frames));
    expect(problem).toBeUndefined();
    expect(read.map(({ body }) => Buffer.from(body))).toEqual(frames.map(({ body }) => body));
  });

  test('begins with a line of JSON in a gzip file, and ends with a mark', async () => {
    const bytes = gunzipSync(readFileSync(await written([frameOf('a')])));
    expect(JSON.parse(bytes.subarray(0, bytes.indexOf('\n')).toString())).toEqual(HEADER);
    const middle = Buffer.concat([headerLine(HEADER), frameBytes(frameOf('a'))]);
    expect(bytes.subarray(0, middle.length)).toEqual(middle);
    expect(bytes.readUInt32BE(middle.length)).toBe(0xffff_ffff);
  });

  test('never takes the place of another file', async () => {
    const path = await written([]);
    await expect(startTape(path, HEADER, systemClock)).rejects.toThrow(/EEXIST/u);
  });

  test('a key or a message that is too long is refused', () => {
    expect(() => frameBytes(frameOf('', { key: 'k'.repeat(1_025) }))).toThrow(/longer than 1024/u);
    const body = new Uint8Array(67_108_865);
    expect(() => frameBytes(frameOf('', { body }))).toThrow(/longer than 67108864/u);
  });

  const whole = [frameOf('first', { key: 'a.b' }), frameOf('second', { sentAt: 5 })];
  const unpacked = Buffer.concat([
    headerLine(HEADER),
    ...whole.map((frame) => frameBytes(frame)),
    endBytes(1),
  ]);
  const lengths = [headerLine(HEADER), ...whole.map((frame) => frameBytes(frame))].map(
    ({ length }) => length,
  );

  test('that is cut off anywhere keeps what is whole and says so', async () => {
    const path = newPath();
    for (let length = 0; length < unpacked.length; length += 1) {
      writeFileSync(path, gzipSync(unpacked.subarray(0, length)));
      const { frames, problem } = await readFrom(path);
      const [header = 0, first = 0, second = 0] = lengths;
      const count = [header + first, header + first + second].filter((end) => end <= length).length;
      expect(plain(frames)).toEqual(plain(whole.slice(0, count)));
      expect(problem).toBe(
        length < header
          ? 'no recording: its first line is missing'
          : `the recording ends in the middle, behind ${count} whole messages`,
      );
    }
  });

  test('whose packed file is cut off, as by a full disk, keeps what is whole', async () => {
    const random = Array.from({ length: 200 }, (_, at) => frameOf(`message ${at * 7_919}`));
    const path = await written(random);
    writeFileSync(path, readFileSync(path).subarray(0, 1_000));
    const { frames, problem } = await readFrom(path);
    expect(frames.length).toBeGreaterThan(0);
    expect(plain(frames)).toEqual(plain(random.slice(0, frames.length)));
    expect(problem).toBe(
      `the recording ends in the middle, behind ${frames.length} whole messages`,
    );
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['something that is not packed', Buffer.from('{"format":"overround-tape-1"}\n')],
    ['another format', gzipSync('{"format":"other"}\n')],
    ['no JSON', gzipSync('format\n')],
    ['a first line without an end', gzipSync('x'.repeat(100_000))],
  ])('of %s is none', async (_what, bytes) => {
    const path = newPath();
    writeFileSync(path, bytes);
    expect(await readFrom(path)).toMatchObject({
      frames: [],
      problem: expect.stringMatching(/^no recording: /u) as string,
    });
  });

  property.prop([mutatedBytes([unpacked])], { numRuns: Math.ceil(FUZZ_RUNS / 10) })(
    'that is damaged is read or refused',
    async (bytes) => {
      const path = newPath();
      writeFileSync(path, gzipSync(bytes));
      expect((await readFrom(path)).frames.length).toBeLessThanOrEqual(3);
      rmSync(path);
    },
  );
});

async function* framesAt(...times: readonly number[]): AsyncGenerator<TapeFrame> {
  for (const receivedAt of times) yield await Promise.resolve(frameOf('', { receivedAt }));
}

describe('a replay', () => {
  /** When each came, on a clock that is moved on a millisecond at a time. */
  async function playedAt(rate: number, times: readonly number[]) {
    const clock = new ManualClock(0);
    const at: number[] = [];
    const replay = replayTape(framesAt(...times), {
      ...{ clock, rate, onFrame: () => void at.push(clock.now()) },
    });
    for (let ms = 0; ms < 400; ms += 1) {
      await new Promise(setImmediate);
      if (clock.pending > 0) await clock.advance(1);
    }
    expect(await replay).toBe(times.length);
    return at;
  }

  test.each([
    ['once as fast', 1, [0, 100, 250]],
    ['50 times as fast', 50, [0, 2, 5]],
    ['as fast as it can be taken', Infinity, [0, 0, 0]],
  ])('is %s as it came', async (_what, rate, expected) => {
    expect(await playedAt(rate, [5_000, 5_100, 5_250])).toEqual(expected);
  });

  test('goes on when the clock of the recording was set back', async () => {
    expect(await playedAt(1, [5_000, 5_100, 4_000, 5_110])).toEqual([0, 100, 100, 110]);
  });

  test('stops at its signal', async () => {
    const stopping = new AbortController();
    const replay = replayTape(framesAt(0, 1e9), {
      ...{ clock: systemClock, rate: 1, signal: stopping.signal },
      onFrame: () => {
        stopping.abort(new Error('enough'));
      },
    });
    await expect(replay).rejects.toThrow('enough');
  });

  test.each([0, -1, NaN])('at rate %s is refused', async (rate) => {
    const options = { clock: systemClock, rate, onFrame: () => undefined };
    await expect(replayTape(framesAt(0), options)).rejects.toThrow(RangeError);
  });
});

describe('bytes of a stream', () => {
  test('are taken as they come, after what is to be said', async () => {
    const [near, clock] = [new PassThrough(), new ManualClock(7)];
    const frames: TapeFrame[] = [];
    await recordStream({
      ...{ clock, connect: () => near, say: ['{"op":"hello"}'] },
      onFrame: (frame) => {
        frames.push(frame);
        near.end();
        return Promise.resolve();
      },
      signal: new AbortController().signal,
    });
    expect(frames).toMatchObject([{ receivedAt: 7, key: '', sentAt: null }]);
    expect(Buffer.from(frames[0]?.body ?? []).toString()).toBe('{"op":"hello"}\r\n');
  });

  test('a broken connection is told, an end that was asked for is not', async () => {
    const options = (stream: PassThrough, signal: AbortSignal) => ({
      ...{ clock: systemClock, connect: () => stream, say: [], signal },
      onFrame: () => Promise.resolve(),
    });
    const broken = new PassThrough();
    const failed = recordStream(options(broken, new AbortController().signal));
    broken.destroy(new Error('reset'));
    await expect(failed).rejects.toThrow('reset');
    const stopping = new AbortController();
    const stopped = recordStream(options(new PassThrough(), stopping.signal));
    stopping.abort();
    await expect(stopped).resolves.toBeUndefined();
  });
});

describe('lines of a recording', () => {
  const linesOf = async (kind: TapeHeader['kind'], ...bodies: readonly string[]) => {
    const frames = bodies.map((body, at) => frameOf(body, { receivedAt: at }));
    const tape = await openTape(await written(frames, { ...HEADER, kind }));
    return Array.fromAsync(linesOfTape(tape), ({ text, receivedAt }) => `${text}@${receivedAt}`);
  };

  test('have the time at which they were whole', async () => {
    expect(await linesOf('lines', 'a', 'b\nc', '\r\n\n', 'dü')).toEqual(['ab@1', 'c@2', 'dü@3']);
  });

  test('are the messages where there are messages', async () => {
    expect(await linesOf('nats', 'a', 'b', '')).toEqual(['a@0', 'b@1']);
  });
});
