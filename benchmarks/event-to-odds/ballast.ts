import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

import { createFrameScanner, pongFrame, type BoardHead } from './frame-scanner.ts';
import type { Wish } from './wishes.ts';

export type Position = readonly [epoch: number, seq: number];

/** A client that takes everything off its socket and reads only what a message is. */
export class BallastClient {
  readonly tops = new Map<string, Position>();
  frames = 0;
  bytes = 0;
  gaps = 0;
  isClosed = false;
  readonly wish: Wish;
  readonly #socket: Socket;

  private constructor(socket: Socket, wish: Wish) {
    this.wish = wish;
    this.#socket = socket;
  }

  /** Connects to `ws://host:port/path` and subscribes. */
  static async open(url: URL, wish: Wish): Promise<BallastClient> {
    const socket = connect(Number(url.port), url.hostname);
    socket.setNoDelay(true);
    await once(socket, 'connect');
    socket.write(
      [
        `GET ${url.pathname} HTTP/1.1`,
        `Host: ${url.host}`,
        'Upgrade: websocket',
        'Connection: Upgrade',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        'Sec-WebSocket-Version: 13',
        '\r\n',
      ].join('\r\n'),
    );
    const client = new BallastClient(socket, wish);
    await client.#upgraded();
    socket.write(maskedText(wish.subscribe));
    return client;
  }

  close(): void {
    this.#socket.destroy();
  }

  async #upgraded(): Promise<void> {
    let answer = Buffer.alloc(0);
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const scan = createFrameScanner({
      onBoard: (head) => {
        this.#take(head);
      },
      onPing: (payload) => this.#socket.write(pongFrame(payload)),
      onClose: () => {
        this.isClosed = true;
      },
    });
    const onAnswer = (chunk: Buffer): void => {
      answer = Buffer.concat([answer, chunk]);
      const end = answer.indexOf('\r\n\r\n');
      if (end < 0) return;
      this.#socket.off('data', onAnswer);
      if (!answer.toString('latin1').startsWith('HTTP/1.1 101'))
        reject(new Error(answer.toString('latin1', 0, 100)));
      this.#socket.on('data', (data: Buffer) => {
        this.bytes += data.length;
        scan(data);
      });
      scan(answer.subarray(end + 4));
      resolve(undefined);
    };
    this.#socket.on('data', onAnswer);
    this.#socket.on('error', reject);
    this.#socket.on('close', () => {
      this.isClosed = true;
    });
    await promise;
  }

  #take({ op, fixtureId, epoch, seq, prev }: BoardHead): void {
    this.frames += 1;
    const top = this.tops.get(fixtureId);
    if (op === 'delta' && (top?.[0] !== epoch || top[1] !== prev)) this.gaps += 1;
    this.tops.set(fixtureId, [epoch, seq]);
  }
}

/** Of a short message: clients must mask, and with a key of zeros the text stays what it is. */
function maskedText(text: string): Buffer {
  const payload = Buffer.from(text);
  const { length } = payload;
  const size = length < 126 ? [length] : [126, length >> 8, length & 0xff];
  const [first = 0, ...more] = size;
  return Buffer.concat([Buffer.from([0x81, 0x80 | first, ...more, 0, 0, 0, 0]), payload]);
}
