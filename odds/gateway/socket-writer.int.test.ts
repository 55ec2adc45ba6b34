import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { seededRandom } from '#platform/mod.ts';

import { SocketWriter } from './socket-writer.ts';

const MERGE_ABOVE = 64 * 1024;

let server: Server;
let near: Socket;
let far: Socket;
beforeEach(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  far = connect((server.address() as AddressInfo).port, '127.0.0.1');
  [near] = await accepted;
});
afterEach(() => {
  near.destroy();
  far.destroy();
  server.close();
});

/** What arrives while it is not paused. */
function received(socket: Socket): { length: number; all(): Buffer } {
  const parts: Buffer[] = [];
  const state = { length: 0, all: () => Buffer.concat(parts) };
  socket.on('data', (part: Buffer) => {
    parts.push(part);
    state.length += part.length;
  });
  return state;
}

/** Bytes of which no two pieces are alike. */
const piece = (number: number, length: number): Buffer =>
  Buffer.alloc(length, `${String(number)},`);

describe('a writer', () => {
  it('needs the stream only to learn how, as long as nothing has to wait', async () => {
    const got = received(far);
    const writer = new SocketWriter(near, { mergeAboveBytes: MERGE_ABOVE, onRoom: vi.fn() });
    writer.write(piece(0, 100));
    await expect.poll(() => got.length).toBe(100);
    const byStream = vi.spyOn(near, 'write');
    for (let number = 1; number < 50; number += 1) writer.write(piece(number, 100));
    expect(writer.unsentBytes()).toBe(0);
    await expect.poll(() => got.length).toBe(5000);
    expect(byStream).not.toHaveBeenCalled();
  });

  it('loses, doubles and reorders nothing, whoever else writes and however the reader reads', async () => {
    const random = seededRandom('socket-writer');
    const onRoom = vi.fn();
    const writer = new SocketWriter(near, { mergeAboveBytes: MERGE_ABOVE, onRoom });
    const expected: Buffer[] = [];
    const got = received(far);
    for (let number = 0; number < 600; number += 1) {
      const bytes = piece(number, number % 100 === 50 ? 12_000_000 : 1 + random.int(3000));
      expected.push(bytes);
      // As the library does with pings and closes: only when nothing of ours can be in front of it in the stream.
      if (number % 7 === 3 && writer.unsentBytes() === 0) near.write(bytes);
      else writer.write(bytes);
      if (number % 100 === 20) far.pause();
      if (number % 100 === 80) far.resume();
      if (number % 10 === 0) await new Promise(setImmediate);
    }
    const all = Buffer.concat(expected);
    await expect.poll(() => got.length, { timeout: 10_000 }).toBe(all.length);
    expect(got.all().equals(all)).toBe(true);
    await expect.poll(() => writer.unsentBytes()).toBe(0);
    expect(onRoom).toHaveBeenCalled();
  });

  it('counts what a stopped reader leaves, and tells when there is room', async () => {
    const onRoom = vi.fn();
    const writer = new SocketWriter(near, { mergeAboveBytes: MERGE_ABOVE, onRoom });
    far.pause();
    const bytes = piece(1, 1_000_000);
    let written = 0;
    while (writer.unsentBytes() < 3_000_000 && written < 100_000_000) {
      writer.write(bytes);
      written += bytes.length;
    }
    expect(writer.unsentBytes()).toBeGreaterThanOrEqual(3_000_000);
    expect(onRoom).not.toHaveBeenCalled();
    const got = received(far);
    far.resume();
    await expect.poll(() => got.length, { timeout: 10_000 }).toBe(written);
    await expect.poll(() => writer.unsentBytes()).toBe(0);
    expect(onRoom).toHaveBeenCalled();
  });

  it('does no harm when the reader has gone, with something on its way or without', async () => {
    const writer = new SocketWriter(near, { mergeAboveBytes: MERGE_ABOVE, onRoom: vi.fn() });
    near.on('error', () => undefined);
    far.pause();
    for (let number = 0; number < 20; number += 1) writer.write(piece(number, 1_000_000));
    const closed = new Promise((resolve) => near.once('close', resolve));
    far.resetAndDestroy();
    await closed;
    writer.write(piece(1, 10));
    expect(near.destroyed).toBe(true);
  });

  it('writes to any other stream as that wants it', async () => {
    const stream = new PassThrough({ highWaterMark: 10 });
    const onRoom = vi.fn();
    const writer = new SocketWriter(stream, { mergeAboveBytes: 10, onRoom });
    for (let number = 0; number < 5; number += 1) writer.write(piece(number, 8));
    expect(writer.unsentBytes()).toBeGreaterThan(10);
    const expected = Buffer.concat([0, 1, 2, 3, 4].map((number) => piece(number, 8)));
    const parts: Buffer[] = [];
    stream.on('data', (part: Buffer) => parts.push(part));
    await expect.poll(() => Buffer.concat(parts).equals(expected)).toBe(true);
    expect(writer.unsentBytes()).toBe(0);
  });
});
