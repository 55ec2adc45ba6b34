import type { Received } from '../load/sequence-check.ts';

/** The whole board: it replaces whatever the reader holds, so nothing need come before it. */
export type Image = Readonly<{ op: 'image'; seq: number; dueMs: number }>;
export type Told = Received | Image;
/** Reads what one peer sends: what is in one WebSocket message, which may be nothing or several. */
export type Decode = (data: Buffer) => readonly Told[];
export type Protocol = 'overround' | 'plain' | 'socket.io' | 'nats' | 'centrifugo';

const peerMessage = ({ seq, dueMs }: { seq: number; dueMs: number }): Received => ({
  seq,
  prev: seq - 1,
  dueMs,
});

type Stamped = Readonly<{
  op: string;
  seq: number;
  prev: number;
  segment?: 'first' | 'middle' | 'last';
  stamps: Readonly<{ occurredAt: number }>;
}>;

/** A large image comes in segments, and counts when it is whole. */
function overround(data: Buffer): readonly Told[] {
  const { op, seq, prev, segment = 'last', stamps } = JSON.parse(data.toString()) as Stamped;
  if (op === 'delta') return [{ seq, prev, dueMs: stamps.occurredAt }];
  return op === 'image' && segment === 'last' ? [{ op, seq, dueMs: stamps.occurredAt }] : [];
}

const plain: Decode = (data) => [
  peerMessage(JSON.parse(data.toString()) as { seq: number; dueMs: number }),
];

/** `42` begins an event (engine.io: message, socket.io: event). */
function socketIo(data: Buffer): readonly Received[] {
  const text = data.toString();
  if (!text.startsWith('42')) return [];
  const [, value] = JSON.parse(text.slice(2)) as [string, { seq: number; dueMs: number }];
  return [peerMessage(value)];
}

/** The text protocol of NATS, which knows nothing of WebSocket messages: a message may begin anywhere. */
function nats(): Decode {
  let rest: Buffer = Buffer.alloc(0);
  return (data) => {
    rest = rest.length === 0 ? data : Buffer.concat([rest, data]);
    const found: Told[] = [];
    for (;;) {
      const end = rest.indexOf('\r\n');
      if (end < 0) return found;
      const words = rest.toString('latin1', 0, end).split(' ');
      const length = words[0] === 'MSG' ? Number(words.at(-1)) + 2 : 0;
      const from = end + 2;
      if (rest.length < from + length) return found;
      if (length > 0) found.push(...plain(rest.subarray(from, from + length - 2)));
      rest = rest.subarray(from + length);
    }
  };
}

type CentrifugoReply = { push?: { pub?: { data: { seq: number; dueMs: number } } } };

/** Several replies may stand in one message, a line each. */
const centrifugo: Decode = (data) =>
  data
    .toString()
    .split('\n')
    .filter((line) => line.trim() !== '')
    .flatMap((line) => {
      const pub = (JSON.parse(line) as CentrifugoReply).push?.pub;
      return pub === undefined ? [] : [peerMessage(pub.data)];
    });

/** A decoder for one connection. */
export const DECODERS: Readonly<Record<Protocol, () => Decode>> = {
  overround: () => overround,
  plain: () => plain,
  'socket.io': () => socketIo,
  nats,
  centrifugo: () => centrifugo,
};
