/** The part of AMQP 0.9.1 that a consumer needs of a broker: frames, and the values in their arguments. */
export const FRAME = { method: 1, header: 2, body: 3, heartbeat: 8 } as const;
const FRAME_END = 0xce;
/** What the handshake agrees on. */
export const MAX_FRAME_BYTES = 131_072;

export type Frame = Readonly<{ type: number; channel: number; payload: Buffer }>;

export function frameOf(type: number, channel: number, payload: Buffer): Buffer {
  const frame = Buffer.alloc(payload.length + 8);
  frame.writeUInt8(type, 0);
  frame.writeUInt16BE(channel, 1);
  frame.writeUInt32BE(payload.length, 3);
  payload.copy(frame, 7);
  frame.writeUInt8(FRAME_END, payload.length + 7);
  return frame;
}

/** Cuts frames out of what a socket brings. @throws Error on what is no frame. */
export function makeFrameSplitter() {
  let rest: Buffer = Buffer.alloc(0);
  return {
    take: (chunk: Buffer): readonly Frame[] => {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const frames: Frame[] = [];
      while (rest.length >= 8) {
        const size = rest.readUInt32BE(3);
        if (size > MAX_FRAME_BYTES) throw new Error('the frame is too large');
        if (rest.length < size + 8) break;
        if (rest.readUInt8(size + 7) !== FRAME_END) throw new Error('the frame has no end');
        const payload = rest.subarray(7, size + 7);
        frames.push({ type: rest.readUInt8(0), channel: rest.readUInt16BE(1), payload });
        rest = rest.subarray(size + 8);
      }
      return frames;
    },
  };
}

/** Reads the arguments of a method in their order. */
export class Arguments {
  #at = 0;
  readonly #payload: Buffer;

  constructor(payload: Buffer) {
    this.#payload = payload;
  }

  u8 = (): number => this.#read(1).readUInt8();
  u16 = (): number => this.#read(2).readUInt16BE();
  u32 = (): number => this.#read(4).readUInt32BE();
  u64 = (): bigint => this.#read(8).readBigUInt64BE();
  shortText = (): string => this.#read(this.u8()).toString('utf8');
  longText = (): string => this.#read(this.u32()).toString('utf8');

  #read(length: number): Buffer {
    const bytes = this.#payload.subarray(this.#at, this.#at + length);
    if (bytes.length < length) throw new Error('the method is cut off');
    this.#at += length;
    return bytes;
  }
}

const u8 = (value: number): Buffer => Buffer.from([value]);
const u16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
};
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const u64 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
};
const shortText = (text: string): Buffer =>
  Buffer.concat([u8(Buffer.byteLength(text)), Buffer.from(text)]);
const longText = (text: string): Buffer =>
  Buffer.concat([u32(Buffer.byteLength(text)), Buffer.from(text)]);

/** A table of whole numbers, by name. */
function table(entries: Readonly<Record<string, number>>): Buffer {
  const fields = Object.entries(entries).map(([name, value]) =>
    Buffer.concat([shortText(name), Buffer.from('l'), u64(value)]),
  );
  const bytes = Buffer.concat(fields);
  return Buffer.concat([u32(bytes.length), bytes]);
}

export const put = { u8, u16, u32, u64, shortText, longText, table };

/** A method frame of a class and method number. */
export const methodFrame = (
  channel: number,
  [group, method]: readonly [number, number],
  ...args: readonly Buffer[]
): Buffer => frameOf(FRAME.method, channel, Buffer.concat([u16(group), u16(method), ...args]));

/** Header and body frames of one message. */
export function contentFrames(
  channel: number,
  body: Buffer,
  headers: Readonly<Record<string, number>>,
): Buffer {
  const HAS_HEADERS = 0x2000;
  const BASIC = 60;
  const header = Buffer.concat([
    u16(BASIC),
    u16(0),
    u64(body.length),
    u16(HAS_HEADERS),
    table(headers),
  ]);
  const frames = [frameOf(FRAME.header, channel, header)];
  const most = MAX_FRAME_BYTES - 8;
  for (let at = 0; at < body.length; at += most)
    frames.push(frameOf(FRAME.body, channel, body.subarray(at, at + most)));
  return Buffer.concat(frames);
}
