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
import { Tally } from './tally.ts';
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
export interface Client {
  /** Counts the clients of the gateway. */
  readonly number: number;
  readonly session: Session;
  readonly outlet: Outlet;
  /** Whether it waits for its turn to be written to. */
  state: 'quiet' | 'queued' | 'gone';
}

export type HubOptions = Readonly<{
  sources: Sources;
  limits: GatewayLimits;
  clock: Clock;
  metrics: GatewayMetrics;
  /** Runs a task after what is being received now, so that a burst becomes one message per client. */
  schedule: (task: () => void) => void;
}>;

/** What is written in one go, and when that began. */
type Turn = Readonly<{ tally: Tally; nowMs: number }>;

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
  #toFlush: Client[] = [];
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
      took: (channel, fixture) => {
        readers[channel].rest(fixture, client);
      },
    });
    this.#added += 1;
    const client: Client = { number: this.#added, session, outlet, state: 'quiet' };
    this.#clients.add(client);
    metrics.clients.set(this.#clients.size);
    return client;
  }

  remove(client: Client): void {
    client.session.unsubscribe('odds', undefined);
    client.session.unsubscribe('book', undefined);
    this.#clients.delete(client);
    client.state = 'gone';
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

  changed(channel: Channel, fixture: FixtureId, news: News = {}): void {
    if (channel === 'odds') {
      this.#changedOdds(fixture, news);
      return;
    }
    for (const client of this.#readers.book.all(fixture)) {
      client.session.markBook(fixture);
      if (client.session.hasReady) this.flushSoon(client);
    }
  }

  /** The fixture is over and forgotten; clients learn it by its absence from the heartbeat. */
  drop(fixture: FixtureId): void {
    for (const { session } of this.#clients) session.forget(fixture);
  }

  flushSoon(client: Client): void {
    if (client.state !== 'quiet') return;
    client.state = 'queued';
    this.#toFlush.push(client);
    if (this.#scheduled) return;
    this.#scheduleSlice();
  }

  /** Closes readers that have been behind for too long, also when nothing new happens. */
  closeSlow(): void {
    const nowMs = this.#options.clock.monotonic();
    for (const client of this.#clients) if (client.session.hasReady) this.#paceOf(client, nowMs);
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

  #scheduleSlice(): void {
    this.#scheduled = true;
    this.#options.schedule(() => {
      this.#scheduled = false;
      this.#flushSlice();
    });
  }

  #changedOdds(fixture: FixtureId, { urgent = false, jumped = false }: News): void {
    const { sources, clock, metrics } = this.#options;
    const position = sources.odds.board(fixture)?.position;
    if (position === undefined) return;
    const readers = this.#readers.odds;
    const clients = urgent || jumped ? readers.all(fixture) : readers.resting(fixture);
    const [tally, nowMs] = [new Tally(), clock.monotonic()];
    for (const client of clients) {
      const { session } = client;
      const holdMs = session.markOdds(fixture, position, jumped);
      if (urgent) this.#sendFirst(client, fixture, { tally, nowMs });
      else if (holdMs > 0) this.#windows.hold(holdMs, client);
      if (session.hasReady) this.flushSoon(client);
    }
    metrics.flushed(tally.counts(), clock.now());
  }

  #flushSlice(): void {
    const { clock, metrics } = this.#options;
    const turn = { tally: new Tally(), nowMs: clock.monotonic() };
    const slice = this.#toFlush.slice(0, SLICE_CLIENTS);
    this.#toFlush = this.#toFlush.slice(SLICE_CLIENTS);
    for (const client of slice) {
      if (client.state === 'gone') continue;
      client.state = 'quiet';
      this.#flush(client, turn);
    }
    metrics.flushed(turn.tally.counts(), clock.now());
    if (this.#toFlush.length > 0 && !this.#scheduled) this.#scheduleSlice();
  }

  #flush(client: Client, turn: Turn): void {
    const { session, outlet } = client;
    if (!this.#maySend(client, turn)) return;
    let step = session.take();
    const isMore = step.length > 1 || session.hasReady;
    if (isMore) outlet.cork();
    this.#write(client, step, turn);
    while (this.#maySend(client, turn)) {
      step = session.take();
      this.#write(client, step, turn);
    }
    if (isMore) outlet.uncork();
  }

  #maySend(client: Client, { nowMs }: Turn): boolean {
    return client.session.hasReady && this.#paceOf(client, nowMs) === 'send';
  }

  #sendFirst(client: Client, fixture: FixtureId, turn: Turn): void {
    // Not held back by what the reader has not read yet, as long as it is not hopeless.
    if (this.#paceOf(client, turn.nowMs) === 'close') return;
    this.#write(client, client.session.take(fixture), turn);
  }

  #paceOf(client: Client, nowMs: number): Pace {
    const { metrics } = this.#options;
    const pace = client.session.pace(client.outlet.unsentBytes(), nowMs);
    if (pace === 'merge') metrics.merged.inc();
    if (pace === 'close') {
      metrics.slow.inc();
      this.remove(client);
      client.outlet.close(CLOSE_SLOW_CONSUMER, 'slow reader');
    }
    return pace;
  }

  #write({ outlet }: Client, step: readonly Frame[], { tally }: Turn): void {
    for (const frame of step) {
      outlet.write(frame);
      tally.add(frame);
    }
  }
}
