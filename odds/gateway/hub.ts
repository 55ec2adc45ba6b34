import {
  CLOSE_SLOW_CONSUMER,
  messageOf,
  type StreamErrorCode,
  type FixtureId,
  type ServerMessage,
} from '#contracts/mod.ts';
import type { Clock } from '#platform/mod.ts';

import { Frame } from './frame.ts';
import type { GatewayMetrics } from './gateway-metrics.ts';
import type { GatewayLimits } from './limits.ts';
import { Readers } from './readers.ts';
import { Session, type Joined, type Pace, type ResumeTokens, type Sources } from './session.ts';
import type { Channel, Subscription } from './subscriptions.ts';
import { Windows } from './windows.ts';

/** The way to one client. */
export type Outlet = Readonly<{
  unsentBytes(): number;
  write(frame: Frame): void;
  /** Everything that is written in between goes out in one piece. */
  cork(): void;
  uncork(): void;
  close(code: number, reason: string): void;
}>;
export type Client = Readonly<{
  /** Counts the clients of the gateway. */
  number: number;
  session: Session;
  outlet: Outlet;
}>;

export type HubOptions = Readonly<{
  sources: Sources;
  limits: GatewayLimits;
  clock: Clock;
  metrics: GatewayMetrics;
  /** Runs a task after what is being received now, so that a burst becomes one message per client. */
  schedule: (task: () => void) => void;
}>;

/** News of a fixture; `urgent` ones are written at once, before anything that waits. */
export type News = Readonly<{ urgent?: boolean; jumped?: boolean }>;

/** After so many clients others have their turn on the event loop: a suspension, for one, need not wait. */
const SLICE_CLIENTS = 1000;

/** All clients, and the one place that decides when something is written to whom. */
export class Hub {
  readonly #options: HubOptions;
  readonly #clients = new Set<Client>();
  readonly #readers: Readonly<Record<Channel, Readers<Client>>> = {
    odds: new Readers(),
    book: new Readers(),
  };
  readonly #windows: Windows<Client>;
  readonly #toFlush = new Set<Client>();
  #scheduled = false;
  #added = 0;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#windows = new Windows(options.clock, (windowMs, clients) => {
      for (const client of clients) {
        client.session.release(windowMs);
        this.flushSoon(client);
      }
    });
  }

  get clients(): ReadonlySet<Client> {
    return this.#clients;
  }

  add(outlet: Outlet): Client {
    const { sources, limits, metrics } = this.#options;
    const readers = this.#readers;
    const session = new Session(sources, limits, {
      joined: (channel, fixture) => {
        readers[channel].add(fixture, client);
      },
      left: (channel, fixture) => {
        readers[channel].delete(fixture, client);
      },
    });
    this.#added += 1;
    const client: Client = { number: this.#added, session, outlet };
    this.#clients.add(client);
    metrics.clients.set(this.#clients.size);
    return client;
  }

  remove(client: Client): void {
    client.session.unsubscribe('odds', undefined);
    client.session.unsubscribe('book', undefined);
    this.#clients.delete(client);
    this.#toFlush.delete(client);
    this.#options.metrics.clients.set(this.#clients.size);
  }

  subscribe(
    client: Client,
    subscription: Subscription,
    resume?: ResumeTokens,
  ): Joined | StreamErrorCode {
    const joined = client.session.subscribe(subscription, resume);
    this.flushSoon(client);
    return joined;
  }

  /** Nothing but answers is sent until it ends. */
  holdBack(client: Client, isHeldBack: boolean): void {
    client.session.holdBack(isHeldBack);
    this.flushSoon(client);
  }

  unsubscribe(client: Client, channel: Channel, id?: number): void {
    client.session.unsubscribe(channel, id);
    this.flushSoon(client);
  }

  resync(client: Client, fixtures: readonly FixtureId[]): void {
    for (const fixture of fixtures) client.session.resync(fixture);
    this.flushSoon(client);
  }

  /** A fixture has appeared, or belongs to another competition than before: whom does it concern? */
  reconsider(channel: Channel, fixture: FixtureId): void {
    for (const client of this.#clients)
      if (client.session.consider(channel, fixture)) this.flushSoon(client);
  }

  changed(
    channel: Channel,
    fixture: FixtureId,
    { urgent = false, jumped = false }: News = {},
  ): void {
    const frames = new Map<Frame, number>();
    for (const client of this.#readers[channel].inTurn(fixture)) {
      const holdMs = client.session.mark(channel, fixture, jumped);
      if (urgent) this.#sendFirst(client, fixture, frames);
      else if (holdMs > 0) this.#windows.hold(holdMs, client);
      if (client.session.hasReady) this.flushSoon(client);
    }
    this.#options.metrics.flushed(frames, this.#options.clock.now());
  }

  /** The fixture is over and forgotten; clients learn it by its absence from the heartbeat. */
  drop(fixture: FixtureId): void {
    for (const { session } of this.#clients) session.forget(fixture);
  }

  flushSoon(client: Client): void {
    if (!this.#clients.has(client)) return;
    this.#toFlush.add(client);
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#options.schedule(() => {
      this.#scheduled = false;
      this.#flushSlice();
    });
  }

  /** Closes readers that have been behind for too long, also when nothing new happens. */
  closeSlow(): void {
    for (const client of this.#clients) if (client.session.hasReady) this.#paceOf(client);
  }

  send({ outlet }: Client, message: ServerMessage): void {
    outlet.write(Frame.of(message));
  }

  sendError(client: Client, id: number | null, code: StreamErrorCode, detail?: unknown): void {
    this.#options.metrics.bad.inc({ code });
    const error = { code, message: messageOf(code), ...(detail === undefined ? {} : { detail }) };
    this.send(client, { op: 'error', id, error });
  }

  stop(): void {
    this.#windows.stop();
  }

  #flushSlice(): void {
    const frames = new Map<Frame, number>();
    let left = SLICE_CLIENTS;
    for (const client of this.#toFlush) {
      this.#toFlush.delete(client);
      this.#flush(client, frames);
      left -= 1;
      if (left === 0) break;
    }
    this.#options.metrics.flushed(frames, this.#options.clock.now());
    const [next] = this.#toFlush;
    if (next !== undefined) this.flushSoon(next);
  }

  #flush(client: Client, frames: Map<Frame, number>): void {
    const { session, outlet } = client;
    outlet.cork();
    while (session.hasReady && this.#paceOf(client) === 'send')
      this.#write(client, session.take(), frames);
    outlet.uncork();
  }

  #sendFirst(client: Client, fixture: FixtureId, frames: Map<Frame, number>): void {
    // Not held back by what the reader has not read yet, as long as it is not hopeless.
    if (this.#paceOf(client) === 'close') return;
    this.#write(client, client.session.take(fixture), frames);
  }

  #paceOf(client: Client): Pace {
    const { clock, metrics } = this.#options;
    const pace = client.session.pace(client.outlet.unsentBytes(), clock.monotonic());
    if (pace === 'merge') metrics.merged.inc();
    if (pace === 'close') {
      metrics.slow.inc();
      this.remove(client);
      client.outlet.close(CLOSE_SLOW_CONSUMER, 'slow reader');
    }
    return pace;
  }

  #write({ outlet }: Client, step: readonly Frame[], frames: Map<Frame, number>): void {
    for (const frame of step) {
      outlet.write(frame);
      frames.set(frame, (frames.get(frame) ?? 0) + 1);
    }
  }
}
