import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';

import type { Entrance } from '../load/crowd.ts';
import { offer } from '../load/helper-process.ts';
import { monotonicMs } from '../load/monotonic.ts';
import { DECODERS, type Protocol } from './decoders.ts';
import { Reader } from './reader.ts';

/** What all probes together saw of what was due in a stretch of time. */
export type Sightings = Readonly<{
  probes: number;
  /** WebSocket messages with news, and the bytes of those messages. */
  frames: number;
  bytes: number;
  /** Steps of the sequence that they brought. */
  updates: number;
  latenciesMs: readonly number[];
  /** Whole boards among the frames: who is told anew is not told of less. */
  images: number;
  gaps: number;
  repeats: number;
  /** The last sequence that each holds. */
  tops: readonly number[];
}>;

/** Clients that read everything as a bettor would, and check it. */
const OFFERS = {
  open: async ({
    count,
    protocol,
    ...entrance
  }: Entrance & { count: number; protocol: Protocol }) => {
    for (let number = 0; number < count; number += 1)
      probes.push(await openProbe(entrance, protocol));
  },
  /** A wish, which each is answered by the whole board. */
  wish: async (text: string) => {
    const before = probes.map(({ reader }) => reader.images);
    for (const { socket } of probes) socket.send(text);
    for (let waitedMs = 0; waitedMs < ANSWER_MS; waitedMs += POLL_MS) {
      if (probes.every(({ reader }, index) => reader.images > (before[index] ?? 0))) return;
      await pause(POLL_MS);
    }
    throw new Error('a probe was not sent the board that it asked for');
  },
  watch: () => {
    seen = nothing();
  },
  /** What was due in the stretch, as far as it has come. */
  report: ({ fromMs, toMs }: { fromMs: number; toMs: number }): Sightings => {
    const inside = seen.filter(({ dueMs }) => dueMs >= fromMs && dueMs < toMs);
    const sum = (of: (sighting: Sighting) => number) =>
      inside.reduce((total, each) => total + of(each), 0);
    return {
      probes: probes.length,
      frames: sum(({ isFirst }) => (isFirst ? 1 : 0)),
      bytes: sum(({ bytes }) => bytes),
      updates: sum(({ updates }) => updates),
      latenciesMs: inside.map(({ latencyMs }) => latencyMs),
      images: sum(({ isImage }) => (isImage ? 1 : 0)),
      gaps: probes.reduce((total, { reader }) => total + reader.gaps, 0),
      repeats: probes.reduce((total, { reader }) => total + reader.repeats, 0),
      tops: probes.map(({ reader }) => reader.top),
    };
  },
  close: () => {
    for (const { socket } of probes) socket.terminate();
    probes = [];
  },
};
export type ProbeOffers = typeof OFFERS;

const ANSWER_MS = 20_000;
const POLL_MS = 20;

type Probe = Readonly<{ socket: WebSocket; reader: Reader }>;
type Sighting = Readonly<{
  dueMs: number;
  latencyMs: number;
  updates: number;
  bytes: number;
  isImage: boolean;
  /** The first of its WebSocket message. */
  isFirst: boolean;
}>;

const nothing = (): Sighting[] => [];
let probes: Probe[] = [];
let seen = nothing();

offer(OFFERS);

async function openProbe({ port, path, greeting }: Entrance, protocol: Protocol): Promise<Probe> {
  const socket = new WebSocket(`ws://127.0.0.1:${String(port)}${path}`, {
    perMessageDeflate: false,
  });
  const reader = new Reader();
  const decode = DECODERS[protocol]();
  socket.on('message', (data: Buffer) => {
    const atMs = monotonicMs();
    for (const [index, told] of decode(data).entries()) {
      seen.push({
        dueMs: told.dueMs,
        latencyMs: atMs - told.dueMs,
        updates: reader.take(told),
        isImage: 'op' in told,
        bytes: index === 0 ? data.length : 0,
        isFirst: index === 0,
      });
    }
  });
  socket.on('error', () => undefined);
  await once(socket, 'open');
  for (const text of greeting) socket.send(text);
  return { socket, reader };
}
