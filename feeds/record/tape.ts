import { Type, type Static } from 'typebox';

import { closed, words } from '#contracts/mod.ts';
import { InvalidMessageError } from '#platform/mod.ts';

export const TAPE_KINDS = ['lines', 'amqp', 'nats'] as const;

/**
 * The first line of a recording. `lines` are bytes as they came, `amqp` messages with routing keys, `nats` messages
 * with subjects. The source is an address, never a password; the time is UTC milliseconds.
 */
export const TapeHeaderSchema = closed({
  format: Type.Literal('overround-tape-1'),
  kind: words(TAPE_KINDS),
  source: Type.String({ maxLength: 1_000 }),
  startedAt: Type.Integer({ minimum: 0 }),
});
export type TapeKind = (typeof TAPE_KINDS)[number];
export type TapeHeader = Static<typeof TapeHeaderSchema>;

/** Something that came, byte by byte. */
export type TapeFrame = Readonly<{
  /** When it came to us, UTC milliseconds. */
  receivedAt: number;
  /** When its sender says that it was sent; null where it does not say. */
  sentAt: number | null;
  /** The routing key or the subject; empty for bytes of a stream. */
  key: string;
  body: Uint8Array;
}>;

/** What stands in front of each frame: lengths of body and key, times of receiving and sending. */
export const FRAME_HEAD_BYTES = 22;
/** In place of the length of a body: the recording was brought to its end. */
export const END_MARK = 0xffff_ffff;
export const MAX_BODY_BYTES = 67_108_864;
const MAX_KEY_BYTES = 1_024;

export const headerLine = (header: TapeHeader): Buffer =>
  Buffer.from(`${JSON.stringify(header)}\n`, 'utf8');

/** @throws InvalidMessageError when it is longer than a frame may be. */
export function frameBytes({ receivedAt, sentAt, key, body }: TapeFrame): Buffer {
  const keyBytes = Buffer.from(key, 'utf8');
  if (keyBytes.length > MAX_KEY_BYTES)
    throw new InvalidMessageError(`a key is longer than ${MAX_KEY_BYTES} bytes`);
  if (body.byteLength > MAX_BODY_BYTES)
    throw new InvalidMessageError(`a message is longer than ${MAX_BODY_BYTES} bytes`);
  return Buffer.concat([
    head(body.byteLength, keyBytes.length, receivedAt, sentAt),
    keyBytes,
    body,
  ]);
}

export const endBytes = (at: number): Buffer => head(END_MARK, 0, at, null);

function head(bodyBytes: number, keyBytes: number, receivedAt: number, sentAt: number | null) {
  const bytes = Buffer.alloc(FRAME_HEAD_BYTES);
  bytes.writeUInt32BE(bodyBytes, 0);
  bytes.writeUInt16BE(keyBytes, 4);
  bytes.writeDoubleBE(receivedAt, 6);
  bytes.writeDoubleBE(sentAt ?? NaN, 14);
  return bytes;
}
