import { once } from 'node:events';
import { connect } from 'node:net';

import { systemClock } from '#platform/mod.ts';

import { fineNow } from './fine-now.ts';

const EVERY_MS = 10;
const BYTES = 200;

/**
 * Sends a few bytes to a bare echo server in another process and back, over and over: what the machine itself
 * takes at that moment. The returned function ends it and gives the round trips in milliseconds.
 */
export async function watchLoopback(port: number): Promise<() => readonly number[]> {
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  await once(socket, 'connect');
  const roundTripsMs: number[] = [];
  const payload = Buffer.alloc(BYTES);
  let sentAt = 0;
  let toCome = 0;
  socket.on('data', (data) => {
    toCome -= data.length;
    if (toCome === 0) roundTripsMs.push(fineNow() - sentAt);
  });
  const stop = systemClock.every(EVERY_MS, () => {
    // One at a time: the next waits for an echo that is late.
    if (toCome > 0) return;
    toCome = BYTES;
    sentAt = fineNow();
    socket.write(payload);
  });
  return () => {
    stop();
    socket.destroy();
    return roundTripsMs;
  };
}
