import {
  CLOSE_BAD_MESSAGE,
  CLOSE_FLOOD,
  CLOSE_TOO_MANY_CONNECTIONS,
  type ClientMessage,
  type StreamErrorCode,
  type StreamEncoding,
} from '#contracts/mod.ts';
import type { Clock, Logger } from '#platform/mod.ts';

import type { AccountDesk } from './account-desk.ts';
import type { Pass } from './admission.ts';
import { readClientMessage } from './client-message.ts';
import type { Client, Outlet } from './groups.ts';
import type { Hub } from './hub.ts';
import { toldLimits, type GatewayLimits } from './limits.ts';
import { Resumed } from './resumed.ts';
import type { Identity } from './session.ts';
import { subscriptionOf, type Channel, type SubscribeMessage } from './subscriptions.ts';

/** Reads a bearer token; undefined when it is wrong or expired. */
export type VerifyToken = (token: string) => Identity | undefined | Promise<Identity | undefined>;

export type PeerOptions = Readonly<{
  encoding: StreamEncoding;
  pass: Pass;
  hub: Hub;
  accounts: AccountDesk;
  limits: GatewayLimits;
  clock: Clock;
  log: Logger;
  verifyToken: VerifyToken;
}>;

type UnsubscribeMessage = Extract<ClientMessage, { op: 'unsubscribe' }>;

const FIXTURE_CHANNELS: readonly Channel[] = ['odds', 'book'];

type Answer = StreamErrorCode | Readonly<{ fixtures?: number; resumed?: number }>;

/** One client at the other end of any connection: what it says is done, one message after the other. */
export class Peer {
  readonly client: Client;
  readonly #options: PeerOptions;
  readonly #outlet: Outlet;
  readonly #resumed = new Resumed();
  #badMessages = 0;
  #floodMessages = 0;
  #accountSubscription: number | undefined;
  #isGone = false;
  #second = { startMs: -Infinity, messages: 0 };
  /** A login takes a moment, and what follows it must see its outcome. */
  #turn: Promise<void> = Promise.resolve();

  constructor(outlet: Outlet, options: PeerOptions) {
    const { encoding, hub, limits } = options;
    this.#options = options;
    this.#outlet = outlet;
    this.client = hub.add(outlet);
    hub.send(this.client, {
      op: 'hello',
      protocol: 1,
      encoding,
      heartbeatMs: limits.heartbeatMs,
      limits: toldLimits(limits),
    });
  }

  /** A text message has arrived; `undefined` stands for one that is not text. */
  receive(text: string | undefined): void {
    if (this.#isTooFast()) {
      this.#floodMessages += 1;
      this.#refuse(null, 'RATE_LIMITED');
      if (this.#floodMessages >= this.#options.limits.badMessages)
        this.#outlet.close(CLOSE_FLOOD, 'too many messages a second');
      return;
    }
    const read =
      text === undefined
        ? { ok: false as const, id: null, detail: 'send text, not binary messages' }
        : readClientMessage(text);
    if (read.ok) {
      this.#handleInTurn(read.message);
      return;
    }
    this.#badMessages += 1;
    this.#refuse(read.id, 'BAD_REQUEST', read.detail);
    if (this.#badMessages >= this.#options.limits.badMessages)
      this.#outlet.close(CLOSE_BAD_MESSAGE, 'too many bad messages');
  }

  /** Room has become free on the way to the client. */
  drained(): void {
    this.#options.hub.drained(this.client);
    this.#options.accounts.drained(this.client);
  }

  /** Called with every heartbeat: what has had its time ends. */
  expire(nowMs: number): void {
    this.#endRole(nowMs);
    this.#endWaiting();
  }

  goAway(reconnectInMs: number): void {
    this.#options.hub.send(this.client, { op: 'goaway', reason: 'restart', reconnectInMs });
  }

  gone(): void {
    this.#options.pass.leave();
    this.#options.hub.remove(this.client);
    this.#options.accounts.unfollow(this.client);
    this.#isGone = true;
  }

  /** A role ends with its token. */
  #endRole(nowMs: number): void {
    const { identity } = this.client;
    if (identity === null || identity.expiresAt > nowMs) return;
    this.client.identity = null;
    this.#options.hub.unsubscribe(this.client, 'book');
    this.#options.accounts.unfollow(this.client);
    this.#refuse(null, 'UNAUTHENTICATED', 'the token has expired');
  }

  /** A position that no host will ever reach, of another installation perhaps, is given up for the image. */
  #endWaiting(): void {
    const resumed = this.#resumed.beat();
    if (resumed.size === 0) return;
    const tops = this.client.group.session.tops.record();
    const waiting = [...resumed].filter((fixture) => tops[fixture] === null);
    if (waiting.length > 0) this.#options.hub.resync(this.client, waiting);
  }

  #handleInTurn(message: ClientMessage): void {
    const { hub, log } = this.#options;
    this.#turn = this.#turn.then(async () => {
      try {
        const answer = await this.#handle(message);
        hub.holdBack(this.client, message.op === 'subscribe' && message.more === true);
        if (typeof answer === 'string') this.#refuse(message.id, answer);
        else hub.send(this.client, { op: 'status', id: message.id, ok: true, ...answer });
      } catch (error) {
        log.error({ err: error, op: message.op }, 'a client message failed');
        this.#refuse(message.id, 'INTERNAL');
      }
    });
  }

  #handle(message: ClientMessage): Answer | Promise<Answer> {
    const { hub, accounts } = this.#options;
    switch (message.op) {
      case 'authenticate':
        return this.#authenticate(message.token);
      case 'subscribe':
        return this.#subscribe(message);
      case 'unsubscribe':
        this.#unsubscribe(message);
        return {};
      case 'resync':
        hub.resync(this.client, message.fixtures);
        if (message.account === true) accounts.resync(this.client);
        return {};
    }
  }

  async #authenticate(token: string): Promise<Answer> {
    const { hub, accounts, clock, pass, verifyToken } = this.#options;
    const identity = await verifyToken(token);
    if (identity === undefined || identity.expiresAt <= clock.now()) return 'UNAUTHENTICATED';
    if (!pass.signIn(identity.username)) {
      this.#outlet.close(CLOSE_TOO_MANY_CONNECTIONS, 'too many connections of this account');
      return 'RATE_LIMITED';
    }
    if (this.client.identity?.accountId !== identity.accountId) accounts.unfollow(this.client);
    this.client.identity = identity;
    if (identity.role !== 'trader') hub.unsubscribe(this.client, 'book');
    return {};
  }

  #subscribe(message: SubscribeMessage): Answer {
    const { channel, id, resume } = message;
    const refusal = this.#mayNotSee(channel);
    if (refusal !== undefined) return refusal;
    const { hub, accounts } = this.#options;
    if (channel !== 'account') {
      if (id === this.#accountSubscription) accounts.unfollow(this.client);
      this.#resumed.add(resume ?? {});
      return hub.subscribe(this.client, subscriptionOf({ ...message, channel }), resume);
    }
    const { identity } = this.client;
    // A connection that has ended during its login must not be followed for.
    if (identity === null || this.#isGone) return 'UNAUTHENTICATED';
    for (const other of FIXTURE_CHANNELS) hub.unsubscribe(this.client, other, id);
    this.#accountSubscription = id;
    accounts.follow(this.client, identity.accountId, resume?.[identity.accountId]);
    return {};
  }

  #unsubscribe({ channel, subscription }: UnsubscribeMessage): void {
    const { hub, accounts } = this.#options;
    if (channel !== 'account') hub.unsubscribe(this.client, channel, subscription);
    else if (subscription === undefined || subscription === this.#accountSubscription)
      accounts.unfollow(this.client);
  }

  #mayNotSee(channel: SubscribeMessage['channel']): StreamErrorCode | undefined {
    const { identity } = this.client;
    if (channel === 'odds') return undefined;
    if (identity === null) return 'UNAUTHENTICATED';
    return channel === 'account' || identity.role === 'trader' ? undefined : 'FORBIDDEN';
  }

  #refuse(id: number | null, code: StreamErrorCode, detail?: string): void {
    this.#options.hub.sendError(this.client, id, code, detail);
  }

  #isTooFast(): boolean {
    const nowMs = this.#options.clock.monotonic();
    if (nowMs - this.#second.startMs >= 1000) this.#second = { startMs: nowMs, messages: 0 };
    this.#second.messages += 1;
    const { limits, pass } = this.#options;
    return this.#second.messages > limits.messagesPerSecond || !pass.mayAsk();
  }
}
