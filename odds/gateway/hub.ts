import {
  CLOSE_SLOW_CONSUMER,
  messageOf,
  type ErrorCode,
  type FixtureId,
  type ServerMessage,
} from '#contracts/mod.ts';
import type { Clock } from '#platform/mod.ts';

import { encode, type Frame } from './frames.ts';
import type { GatewayMetrics } from './gateway-metrics.ts';
import { Interest } from './interest.ts';
import type { GatewayLimits } from './limits.ts';
import { Session, type Channel, type Sources } from './session.ts';

/** The way to one client. */
export type Outlet = Readonly<{
  unsentBytes(): number;
  send(text: string): void;
  close(code: number, reason: string): void;
}>;
export type Client = Readonly<{ session: Session; outlet: Outlet }>;

export type HubOptions = Readonly<{
  sources: Sources;
  limits: GatewayLimits;
  clock: Clock;
  metrics: GatewayMetrics;
  /** Runs a task after what is being received now, so that a burst becomes one message per client. */
  schedule: (task: () => void) => void;
}>;

/** All clients, and the one place that decides when something is written to whom. */
export class Hub {
  readonly #options: HubOptions;
  readonly #clients = new Set<Client>();
  readonly #interest: Readonly<Record<Channel, Interest<Client>>> = {
    odds: new Interest(),
    book: new Interest(),
  };
  readonly #toFlush = new Set<Client>();
  #scheduled = false;
  #turn = 0;

  constructor(options: HubOptions) {
    this.#options = options;
  }

  get clients(): ReadonlySet<Client> {
    return this.#clients;
  }

  add(outlet: Outlet): Client {
    const { sources, limits, metrics } = this.#options;
    const client = { session: new Session(sources, limits), outlet };
    this.#clients.add(client);
    metrics.clients.set(this.#clients.size);
    return client;
  }

  remove(client: Client): void {
    this.unsubscribe(client, 'odds', undefined);
    this.unsubscribe(client, 'book', undefined);
    this.#clients.delete(client);
    this.#toFlush.delete(client);
    this.#options.metrics.clients.set(this.#clients.size);
  }

  subscribe(
    client: Client,
    channel: Channel,
    fixtures: readonly FixtureId[] | undefined,
  ): ErrorCode | undefined {
    const hadAll = client.session.subscriptions[channel].all;
    const refusal = client.session.subscribe(channel, fixtures);
    if (refusal !== undefined) return refusal;
    if (!hadAll) this.#interest[channel].add(client, fixtures);
    this.flushSoon(client);
    return undefined;
  }

  unsubscribe(client: Client, channel: Channel, fixtures: readonly FixtureId[] | undefined): void {
    const interest = this.#interest[channel];
    if (fixtures === undefined) interest.removeAll(client);
    interest.remove(client, fixtures ?? client.session.subscriptions[channel].names);
    client.session.unsubscribe(channel, fixtures);
  }

  /** A fixture has something new. Urgent news is written at once, before anything that waits. */
  changed(channel: Channel, fixture: FixtureId, urgent: boolean): void {
    const frames = new Map<Frame, number>();
    for (const client of this.#interest[channel].of(fixture)) {
      client.session.mark(channel, fixture);
      if (urgent) this.#sendFirst(client, fixture, frames);
      if (client.session.isDirty) this.flushSoon(client);
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
      this.#flushAll();
    });
  }

  /** Closes readers that have been behind for too long, also when nothing new happens. */
  closeSlow(): void {
    for (const client of this.#clients) if (client.session.isDirty) this.#mayWrite(client);
  }

  send({ outlet }: Client, message: ServerMessage): void {
    outlet.send(encode(message));
  }

  sendError(client: Client, id: number | null, code: ErrorCode, detail?: unknown): void {
    this.#options.metrics.bad.inc({ code });
    const error = { code, message: messageOf(code), ...(detail === undefined ? {} : { detail }) };
    this.send(client, { op: 'error', id, error });
  }

  #flushAll(): void {
    const clients = [...this.#toFlush];
    this.#toFlush.clear();
    // Whoever comes first has the news milliseconds earlier, so everybody is first in turn.
    const start = clients.length === 0 ? 0 : this.#turn++ % clients.length;
    const frames = new Map<Frame, number>();
    for (let index = 0; index < clients.length; index += 1) {
      const client = clients[(start + index) % clients.length];
      if (client !== undefined) this.#flush(client, frames);
    }
    this.#options.metrics.flushed(frames, this.#options.clock.now());
  }

  #flush(client: Client, frames: Map<Frame, number>): void {
    while (client.session.isDirty && this.#mayWrite(client) === 'send') {
      const frame = client.session.take();
      if (frame !== undefined) this.#write(client, frame, frames);
    }
  }

  #sendFirst(client: Client, fixture: FixtureId, frames: Map<Frame, number>): void {
    // Not held back by what the reader has not read yet, as long as it is not hopeless.
    if (this.#mayWrite(client) === 'close') return;
    const frame = client.session.take(fixture);
    if (frame !== undefined) this.#write(client, frame, frames);
  }

  #mayWrite(client: Client): 'send' | 'merge' | 'close' {
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

  #write({ outlet }: Client, frame: Frame, frames: Map<Frame, number>): void {
    outlet.send(frame.text);
    frames.set(frame, (frames.get(frame) ?? 0) + 1);
  }
}
