const OPCODE_TEXT = 1;
const OPCODE_PING = 9;
const OPCODE_CLOSE = 8;
/** Where a message says what it is: enough for the fields before `inputSeq`. */
const HEAD_BYTES = 200;
const HEADER_BYTES_MAX = 10;
const BOARD =
  /^\{"op":"(image|delta)","fixtureId":"([^"]+)","epoch":(\d+),"seq":(\d+),"prev":(\d+),/;

/** What the first bytes of an image or a delta say. */
export type BoardHead = Readonly<{
  op: 'image' | 'delta';
  fixtureId: string;
  epoch: number;
  seq: number;
  prev: number;
}>;

export type ScannerPorts = Readonly<{
  onBoard(head: BoardHead): void;
  onPing(payload: Buffer): void;
  onClose(): void;
}>;

/**
 * Reads the frames of a server without reading the messages: skips each after its first bytes. For clients that
 * are there to be written to, and still notice when one message is missing.
 */
export function createFrameScanner(ports: ScannerPorts): (chunk: Buffer) => void {
  let carried: Buffer = Buffer.alloc(0);
  let toSkip = 0;
  return (chunk) => {
    let at = 0;
    if (toSkip > 0) {
      at = Math.min(toSkip, chunk.length);
      toSkip -= at;
    }
    let rest = at === 0 ? chunk : chunk.subarray(at);
    if (carried.length > 0) rest = Buffer.concat([carried, rest]);
    carried = Buffer.alloc(0);
    while (rest.length > 0) {
      const frame = readFrame(rest);
      if (frame === undefined) {
        carried = rest;
        return;
      }
      tell(frame, rest, ports);
      toSkip = Math.max(0, frame.end - rest.length);
      rest = rest.subarray(Math.min(frame.end, rest.length));
    }
  };
}

type FrameBounds = Readonly<{ opcode: number; start: number; end: number }>;

/** Undefined while too little of it is here. */
function readFrame(bytes: Buffer): FrameBounds | undefined {
  const short = (bytes[1] ?? 0) & 0x7f;
  const start = short === 127 ? HEADER_BYTES_MAX : short === 126 ? 4 : 2;
  if (bytes.length < start) return undefined;
  const length =
    short === 127
      ? Number(bytes.readBigUInt64BE(2))
      : short === 126
        ? bytes.readUInt16BE(2)
        : short;
  if (bytes.length - start < Math.min(HEAD_BYTES, length)) return undefined;
  return { opcode: (bytes[0] ?? 0) & 0x0f, start, end: start + length };
}

function tell({ opcode, start, end }: FrameBounds, bytes: Buffer, ports: ScannerPorts): void {
  if (opcode === OPCODE_PING) ports.onPing(bytes.subarray(start, end));
  if (opcode === OPCODE_CLOSE) ports.onClose();
  if (opcode !== OPCODE_TEXT) return;
  const head = bytes.toString('latin1', start, Math.min(end, start + HEAD_BYTES));
  const found = BOARD.exec(head);
  if (found === null) return;
  const [, op, fixtureId = '', epoch, seq, prev] = found;
  ports.onBoard({
    op: op === 'image' ? 'image' : 'delta',
    fixtureId,
    epoch: Number(epoch),
    seq: Number(seq),
    prev: Number(prev),
  });
}

/** Pings carry at most 125 bytes, so that header and payload are always whole in `bytes`. */
export function pongFrame(payload: Buffer): Buffer {
  // Clients must mask; with a key of zeros the payload stays what it is.
  const header = Buffer.from([0x80 | 0x0a, 0x80 | payload.length, 0, 0, 0, 0]);
  return Buffer.concat([header, payload]);
}
