import type { RawData, WebSocket } from 'ws';

import { CLOSE_BAD_MESSAGE, type ClientMessage, type ErrorCode } from '#contracts/mod.ts';
import type { Clock, Logger } from '#platform/mod.ts';

import { readClientMessage } from './client-message.ts';
import type { Client, Hub } from './hub.ts';
import type { GatewayLimits } from './limits.ts';
import type { Identity } from './session.ts';

/** Reads a bearer token; undefined when it is wrong or expired. */
export type VerifyToken = (token: string) => Identity | undefined | Promise<Identity | undefined>;

export type ConnectionOptions = Readonly<{
  hub: Hub;
  limits: GatewayLimits;
  clock: Clock;
  log: Logger;
  verifyToken: VerifyToken;
}>;

/** One socket: reads what the client says, one message after the other, and notices when it is gone. */
export class Connection {
  readonly #socket: WebSocket;
  readonly #options: ConnectionOptions;
  readonly #client: Client;
  #answersPings = true;
  #badMessages = 0;
  #second = { startMs: -Infinity, messages: 0 };
  /** A login takes a moment, and what follows it must see its outcome. */
  #turn: Promise<void> = Promise.resolve();

  constructor(socket: WebSocket, options: ConnectionOptions) {
    this.#socket = socket;
    this.#options = options;
    const { hub, limits } = options;
    const onSent = (): void => {
      if (this.#client.session.isDirty) hub.flushSoon(this.#client);
    };
    this.#client = hub.add({
      unsentBytes: () => socket.bufferedAmount,
      send: (text) => {
        if (socket.readyState === socket.OPEN) socket.send(text, onSent);
      },
      close: (code, reason) => {
        this.close(code, reason);
      },
    });
    socket.on('message', (data, isBinary) => {
      this.#receive(data, isBinary);
    });
    socket.on('pong', () => {
      this.#answersPings = true;
    });
    socket.on('close', () => {
      hub.remove(this.#client);
    });
    socket.on('error', (error) => {
      options.log.debug({ err: error }, 'a client connection failed');
    });
    hub.send(this.#client, {
      op: 'hello',
      protocol: 1,
      heartbeatMs: limits.heartbeatMs,
      maxSubscriptions: limits.subscriptions,
    });
  }

  /** Ends a connection whose last ping was not answered, and sends the next one. */
  ping(): void {
    if (!this.#answersPings) {
      this.#socket.terminate();
      return;
    }
    this.#answersPings = false;
    this.#socket.ping();
  }

  /** A role ends with its token. */
  expire(nowMs: number): void {
    const { session } = this.#client;
    if (session.identity === null || session.identity.expiresAt > nowMs) return;
    session.identity = null;
    this.#options.hub.unsubscribe(this.#client, 'book', undefined);
    this.#options.hub.sendError(this.#client, null, 'UNAUTHENTICATED', 'the token has expired');
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  terminate(): void {
    this.#socket.terminate();
  }

  #receive(data: RawData, isBinary: boolean): void {
    if (this.#isTooFast()) {
      this.#refuse(null, 'RATE_LIMITED');
      return;
    }
    if (isBinary || !Buffer.isBuffer(data)) {
      this.#refuse(null, 'BAD_REQUEST', 'send text, not binary messages');
      return;
    }
    const read = readClientMessage(data.toString('utf8'));
    if (!read.ok) {
      this.#refuse(read.id, 'BAD_REQUEST', read.detail);
      return;
    }
    const { message } = read;
    this.#turn = this.#turn.then(async () => {
      try {
        await this.#handle(message);
      } catch (error) {
        this.#options.log.error({ err: error, op: message.op }, 'a client message failed');
        this.#options.hub.sendError(this.#client, message.id, 'INTERNAL');
      }
    });
  }

  async #handle(message: ClientMessage): Promise<void> {
    const { hub } = this.#options;
    const client = this.#client;
    let refusal: ErrorCode | undefined;
    switch (message.op) {
      case 'authenticate':
        refusal = await this.#authenticate(message.token);
        break;
      case 'subscribe':
        refusal = this.#mayNotSee(message.channel);
        break;
      case 'unsubscribe':
        hub.unsubscribe(client, message.channel, message.fixtures);
        break;
    }
    if (refusal === undefined && message.op === 'subscribe')
      refusal = hub.subscribe(client, message.channel, message.fixtures);
    if (refusal === undefined) hub.send(client, { op: 'status', id: message.id, ok: true });
    else hub.sendError(client, message.id, refusal);
  }

  async #authenticate(token: string): Promise<ErrorCode | undefined> {
    const identity = await this.#options.verifyToken(token);
    if (identity === undefined || identity.expiresAt <= this.#options.clock.now())
      return 'UNAUTHENTICATED';
    this.#client.session.identity = identity;
    if (identity.role !== 'trader') this.#options.hub.unsubscribe(this.#client, 'book', undefined);
    return undefined;
  }

  #mayNotSee(channel: 'odds' | 'book'): ErrorCode | undefined {
    const { identity } = this.#client.session;
    if (channel === 'odds' || identity?.role === 'trader') return undefined;
    return identity === null ? 'UNAUTHENTICATED' : 'FORBIDDEN';
  }

  #refuse(id: number | null, code: ErrorCode, detail?: string): void {
    this.#options.hub.sendError(this.#client, id, code, detail);
    this.#badMessages += 1;
    if (this.#badMessages >= this.#options.limits.badMessages)
      this.close(CLOSE_BAD_MESSAGE, 'too many bad messages');
  }

  #isTooFast(): boolean {
    const nowMs = this.#options.clock.monotonic();
    if (nowMs - this.#second.startMs >= 1000) this.#second = { startMs: nowMs, messages: 0 };
    this.#second.messages += 1;
    return this.#second.messages > this.#options.limits.messagesPerSecond;
  }
}
