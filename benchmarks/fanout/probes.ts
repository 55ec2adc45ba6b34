import { once } from 'node:events';
import { WebSocket } from 'ws';

import type { Entrance } from '../load/crowd.ts';
import { offer } from '../load/helper-process.ts';
import { monotonicMs } from '../load/monotonic.ts';
import { SequenceCheck } from '../load/sequence-check.ts';
import { DECODERS, type Protocol } from './decoders.ts';

/** What all probes together saw of what was due in a stretch of time. */
export type Sightings = Readonly<{
  probes: number;
  /** WebSocket messages with news, and the bytes of those messages. */
  frames: number;
  bytes: number;
  /** Steps of the sequence that they brought. */
  updates: number;
  latenciesMs: readonly number[];
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
  say: (text: string) => {
    for (const { socket } of probes) socket.send(text);
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
      gaps: probes.reduce((total, { check }) => total + check.gaps, 0),
      repeats: probes.reduce((total, { check }) => total + check.repeats, 0),
      tops: probes.map(({ check }) => check.top ?? 0),
    };
  },
  close: () => {
    for (const { socket } of probes) socket.terminate();
    probes = [];
  },
};
export type ProbeOffers = typeof OFFERS;

type Probe = Readonly<{ socket: WebSocket; check: SequenceCheck }>;
type Sighting = Readonly<{
  dueMs: number;
  latencyMs: number;
  updates: number;
  bytes: number;
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
  const check = new SequenceCheck();
  const decode = DECODERS[protocol]();
  socket.on('message', (data: Buffer) => {
    const atMs = monotonicMs();
    for (const [index, received] of decode(data).entries()) {
      check.take(received);
      seen.push({
        dueMs: received.dueMs,
        latencyMs: atMs - received.dueMs,
        updates: received.seq - received.prev,
        bytes: index === 0 ? data.length : 0,
        isFirst: index === 0,
      });
    }
  });
  socket.on('error', () => undefined);
  await once(socket, 'open');
  for (const text of greeting) socket.send(text);
  return { socket, check };
}
