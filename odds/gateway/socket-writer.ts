import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export type RoomOptions = Readonly<{
  /** A reader that has so much unsent is told of when there is room again. */
  mergeAboveBytes: number;
  onRoom: () => void;
}>;

/** The part of libuv's stream below a `net.Socket` that is used here. */
interface Handle {
  /** 0, or the negative number of an error. Writes at once what it can, and the rest later for the request. */
  writeBuffer: (request: WriteRequest, bytes: Buffer) => number;
  /** Bytes that wait for the operating system. */
  readonly writeQueueSize: number;
}
interface WriteRequest {
  oncomplete?: (status: number) => void;
  /** Keeps the bytes alive until they are written. */
  buffer?: Buffer;
}

/** What the running Node makes requests of; undefined until seen, null when it is not what it was. */
let Request: (new () => WriteRequest) | null | undefined;
/** One that no write has needed yet, for the next of any socket. */
let spare: WriteRequest | undefined;

/**
 * Writes to one stream, many times a second. Most writes are done when the call returns, because the operating
 * system has room; for each of those `Writable.write` makes a request object, counts bytes up and down and
 * calls back after the tick, which together is a third of what the system call costs. So a plain TCP
 * socket is written to by its handle, as `net` does itself. The handle is no documented interface: it is used only
 * where it looks as expected, nothing waits, and else, and on every error, the stream is.
 */
export class SocketWriter {
  readonly #stream: Duplex;
  /** When the socket is gone this takes nothing any more, and the stream says so. */
  readonly #handle: Handle | undefined;
  readonly #room: RoomOptions;
  /** Of writes by the handle that wait for the operating system. */
  #waitingBytes = 0;
  /** Something had to wait, and may do so still. */
  #mayBeBehind = false;

  constructor(stream: Duplex, room: RoomOptions) {
    this.#stream = stream;
    this.#handle = handleOf(stream);
    this.#room = room;
  }

  /** Bytes that were written and wait for the operating system; 0 while none of them ever had to. */
  unsentBytes(): number {
    if (!this.#mayBeBehind) return 0;
    const unsent = this.#stream.writableLength + this.#waitingBytes;
    this.#mayBeBehind = unsent > 0;
    return unsent;
  }

  write(bytes: Buffer): void {
    if (this.unsentBytes() > 0 || !this.#writeByHandle(bytes)) this.#writeByStream(bytes);
  }

  #writeByStream(bytes: Buffer): void {
    const { mergeAboveBytes, onRoom } = this.#room;
    // Only a reader for whom something may have to wait is told when there is room: that costs as much as to write.
    const isFilling = this.#stream.writableLength + bytes.length > mergeAboveBytes;
    if (isFilling) this.#stream.write(bytes, onRoom);
    else this.#stream.write(bytes);
    this.#mayBeBehind = true;
  }

  /** Whether the handle took the bytes. What others of the process wrote by the stream it keeps in front of them. */
  #writeByHandle(bytes: Buffer): boolean {
    const handle = this.#handle;
    if (handle === undefined) return false;
    if (Request === undefined) learnRequest(handle);
    if (!Request) return false;
    const request = (spare ??= new Request());
    if (handle.writeBuffer(request, bytes) !== 0) return false;
    if (handle.writeQueueSize > 0) this.#waitFor(request, bytes);
    return true;
  }

  #waitFor(request: WriteRequest, bytes: Buffer): void {
    spare = undefined;
    this.#mayBeBehind = true;
    this.#waitingBytes += bytes.length;
    request.buffer = bytes;
    request.oncomplete = (status) => {
      this.#waitingBytes -= bytes.length;
      if (status < 0) this.#stream.destroy();
      else this.#room.onRoom();
    };
  }
}

/** Sees what `net` gives to the handle with its next write; nothing else shows the class. */
function learnRequest(handle: Handle): void {
  const { writeBuffer } = handle;
  handle.writeBuffer = (request, bytes) => {
    Reflect.deleteProperty(handle, 'writeBuffer');
    const isExpected = request.constructor.name === 'WriteWrap';
    Request = isExpected ? (request.constructor as new () => WriteRequest) : null;
    return writeBuffer.call(handle, request, bytes);
  };
}

function handleOf(stream: Duplex): Handle | undefined {
  // Subclasses, those of TLS among them, have handles that write differently.
  if (Object.getPrototypeOf(stream) !== Socket.prototype) return undefined;
  const handle: unknown = Reflect.get(stream, '_handle');
  return isHandle(handle) ? handle : undefined;
}

const isHandle = (value: unknown): value is Handle =>
  typeof value === 'object' &&
  value !== null &&
  'writeBuffer' in value &&
  typeof value.writeBuffer === 'function' &&
  'writeQueueSize' in value &&
  typeof value.writeQueueSize === 'number';
