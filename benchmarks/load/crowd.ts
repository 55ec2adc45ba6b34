import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import { offer } from './helper-process.ts';
import { stepBack } from './priority.ts';
import { clientFrame, upgradeRequest } from './websocket-bytes.ts';

/** Where WebSockets are opened, and what each says as soon as it is open. */
export type Entrance = Readonly<{ port: number; path: string; greeting: readonly string[] }>;

/** Many clients that read everything and understand nothing: they cost as little as a client can. */
const OFFERS = {
  open: ({ count, ...entrance }: Entrance & { count: number }) => openMany(count, entrance),
  say: (text: string) => {
    const frame = clientFrame(text);
    for (const socket of sockets) socket.write(frame);
  },
  /** How many are open, and the bytes that all together have read. */
  count: () => ({ open: sockets.size, bytes }),
  close: () => {
    for (const socket of sockets) socket.resetAndDestroy();
    sockets.clear();
  },
};
export type CrowdOffers = typeof OFFERS;

const AT_ONCE = 100;
const TRIES = 3;

const sockets = new Set<Socket>();
/** Shared by all of them: nobody looks at what is in it. */
const buffer = new Uint8Array(256 * 1024);
let bytes = 0;

stepBack();
offer(OFFERS);

async function openMany(count: number, entrance: Entrance): Promise<void> {
  for (let opened = 0; opened < count; opened += AT_ONCE)
    await Promise.all(
      Array.from({ length: Math.min(AT_ONCE, count - opened) }, () => openOne(entrance, TRIES)),
    );
}

/** A connection that is refused because the server cannot follow is tried again. */
async function openOne(entrance: Entrance, tries: number): Promise<void> {
  try {
    await tryOne(entrance);
  } catch (error) {
    if (tries <= 1) throw error;
    await pause(200);
    await openOne(entrance, tries - 1);
  }
}

function tryOne({ port, path, greeting }: Entrance): Promise<void> {
  return new Promise((resolve, reject) => {
    let isOpen = false;
    const socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer,
        callback: (length) => {
          bytes += length;
          if (!isOpen) {
            isOpen = true;
            for (const text of greeting) socket.write(clientFrame(text));
            resolve();
          }
          return true;
        },
      },
    });
    sockets.add(socket);
    socket.on('error', reject);
    socket.on('close', () => {
      sockets.delete(socket);
      reject(new Error('the server ended the connection'));
    });
    socket.write(upgradeRequest(path, port));
  });
}
