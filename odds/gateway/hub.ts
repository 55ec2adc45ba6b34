import {
  CLOSE_SLOW_CONSUMER,
  messageOf,
  type StreamErrorCode,
  type FixtureId,
  type ServerMessage,
} from '#contracts/mod.ts';
import type { Clock } from '#platform/mod.ts';

import { bundleOf } from './bundle.ts';
import { Frame } from './frame.ts';
import type { GatewayMetrics } from './gateway-metrics.ts';
import { Groups, type Client, type Group, type Outlet } from './groups.ts';
import type { GatewayLimits } from './limits.ts';
import { Readers } from './readers.ts';
import type { Joined, Pace, ResumeTokens, Sources } from './session.ts';
import type { Channel, Subscription } from './subscriptions.ts';
import { inTurn } from './turns.ts';
import { Windows } from './windows.ts';

export type HubOptions = Readonly<{
  sources: Sources;
  limits: GatewayLimits;
  clock: Clock;
  metrics: GatewayMetrics;
  /** Runs a task after what is being received now, so that a burst becomes one message per client. */
  schedule: (task: () => void) => void;
}>;

/** What is written in one go, how often each message, and when that began. */
type Turn = Readonly<{ tally: Map<Frame, number>; nowMs: number }>;

/** News of a fixture; `urgent` ones are written at once, before anything that waits. */
export type News = Readonly<{ urgent?: boolean; jumped?: boolean }>;

/**
 * After so many clients others have their turn on the event loop: a suspension need not wait, and what else has come
 * goes out together with what the clients after these have still to get.
 */
const SLICE_CLIENTS = 128;

/** All clients, and the one place that decides when something is written to whom. */
export class Hub {
  readonly #options: HubOptions;
  readonly #clients = new Set<Client>();
  readonly #groups: Groups;
  readonly #readers: Readonly<Record<Channel, Readers<Group>>> = {
    odds: new Readers(),
    book: new Readers(),
  };
  readonly #windows: Windows<Group>;
  readonly #toFlush: Group[] = [];
  #isScheduled = false;
  #added = 0;

  constructor(options: HubOptions) {
    this.#options = options;
    const [readers, { sources, limits, clock }] = [this.#readers, options];
    this.#groups = new Groups(sources, limits, {
      joined: (group, channel, fixture) => {
        readers[channel].add(fixture, group);
      },
      left: (group, channel, fixture) => {
        readers[channel].delete(fixture, group);
      },
      took: (group, channel, fixture) => {
        readers[channel].rest(fixture, group);
      },
      held: (group, windowMs) => {
        this.#windows.hold(windowMs, group);
      },
    });
    this.#windows = new Windows(clock, (windowMs, groups) => {
      for (const group of groups) {
        group.session.release(windowMs);
        this.#flushSoon(group);
      }
    });
  }

  get clients(): ReadonlySet<Client> {
    return this.#clients;
  }

  get groups(): ReadonlySet<Group> {
    return this.#groups.all;
  }

  add(outlet: Outlet): Client {
    this.#added += 1;
    const client = this.#groups.add(this.#added, outlet);
    this.#clients.add(client);
    this.#options.metrics.clients.set(this.#clients.size);
    return client;
  }

  remove(client: Client): void {
    if (!this.#clients.delete(client)) return;
    this.#groups.remove(client);
    this.#options.metrics.clients.set(this.#clients.size);
  }

  subscribe(
    client: Client,
    subscription: Subscription,
    resume?: ResumeTokens,
  ): Joined | StreamErrorCode {
    const own = this.#apart(client);
    return own.session.subscribe(subscription, resume);
  }

  /** Nothing but answers is sent until it ends. */
  holdBack(client: Client, isHeldBack: boolean): void {
    if (client.group.session.isHeldBack !== isHeldBack)
      this.#apart(client).session.holdBack(isHeldBack);
  }

  unsubscribe(client: Client, channel: Channel, id?: number): void {
    this.#apart(client).session.unsubscribe(channel, id);
  }

  resync(client: Client, fixtures: readonly FixtureId[]): void {
    const { session } = this.#apart(client);
    for (const fixture of fixtures) session.resync(fixture);
  }

  /** Room has become free on the way to the client. */
  drained({ group }: Client): void {
    if (group.session.hasReady) this.#flushSoon(group);
  }

  /** A fixture has appeared, or belongs to another competition than before: whom does it concern? */
  reconsider(channel: Channel, fixture: FixtureId): void {
    for (const group of this.#groups.all)
      if (group.session.consider(channel, fixture)) this.#flushSoon(group);
  }

  changed(channel: Channel, fixture: FixtureId, news: News = {}): void {
    if (channel === 'odds') {
      this.#changedOdds(fixture, news);
      return;
    }
    for (const group of this.#readers.book.all(fixture)) {
      group.session.markBook(fixture);
      if (group.session.hasReady) this.#flushSoon(group);
    }
  }

  /** The fixture is over and forgotten; clients learn it by its absence from the heartbeat. */
  drop(fixture: FixtureId): void {
    for (const { session } of this.#groups.all) session.forget(fixture);
  }

  /** Closes readers that have been behind for too long, also when nothing new happens. */
  closeSlow(): void {
    const nowMs = this.#options.clock.monotonic();
    for (const group of [...this.#groups.all]) this.#maySend(group, nowMs);
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

  /** For what one client alone asks for. */
  #apart(client: Client): Group {
    const own = this.#groups.apart(client);
    this.#flushSoon(own);
    return own;
  }

  #flushSoon(group: Group): void {
    if (group.state !== 'quiet') return;
    group.state = 'queued';
    this.#toFlush.push(group);
    this.#scheduleSlice();
  }

  #scheduleSlice(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#options.schedule(() => {
      this.#isScheduled = false;
      this.#flushSlice();
    });
  }

  #changedOdds(fixture: FixtureId, { urgent = false, jumped = false }: News): void {
    const { sources, clock, metrics } = this.#options;
    const position = sources.odds.board(fixture)?.position;
    if (position === undefined) return;
    const readers = this.#readers.odds;
    const groups = urgent || jumped ? readers.all(fixture) : readers.resting(fixture);
    const turn = { tally: new Map<Frame, number>(), nowMs: clock.monotonic() };
    for (const group of groups) {
      const { session } = group;
      const holdMs = session.markOdds(fixture, position, jumped);
      if (urgent) this.#sendFirst(group, fixture, turn);
      else if (holdMs > 0) this.#windows.hold(holdMs, group);
      if (session.hasReady) this.#flushSoon(group);
    }
    metrics.flushed(turn.tally, clock.now());
  }

  #flushSlice(): void {
    const { clock, metrics } = this.#options;
    const turn = { tally: new Map<Frame, number>(), nowMs: clock.monotonic() };
    let [groups, clients] = [0, 0];
    for (const group of this.#toFlush) {
      if (clients >= SLICE_CLIENTS) break;
      clients += group.clients.length;
      groups += 1;
    }
    const slice = this.#toFlush.splice(0, groups);
    for (const group of slice) {
      if (group.state === 'gone') continue;
      group.state = 'quiet';
      this.#flush(group, turn);
    }
    for (const group of slice) this.#groups.unite(group);
    metrics.flushed(turn.tally, clock.now());
    if (this.#toFlush.length > 0) this.#scheduleSlice();
  }

  #flush(group: Group, turn: Turn): void {
    const { mergeAboveBytes } = this.#options.limits;
    while (this.#maySend(group, turn.nowMs)) {
      const frames: Frame[] = [];
      for (let bytes = 0; group.session.hasReady && bytes <= mergeAboveBytes;)
        for (const frame of group.session.take()) {
          frames.push(frame);
          bytes += frame.jsonBytes;
        }
      this.#write(group, frames, turn);
    }
  }

  /** Whether there is something to send and whoever is in the group can take it. */
  #maySend(group: Group, nowMs: number): boolean {
    if (!group.session.hasReady) return false;
    for (const own of this.#partBehind(group)) this.#paceOf(own, nowMs);
    return this.#paceOf(group, nowMs) === 'send';
  }

  /** Who cannot take what the others can leaves them; returns the groups in which each is alone. */
  #partBehind(group: Group): readonly Group[] {
    const { mergeAboveBytes } = this.#options.limits;
    const isBehind = ({ outlet }: Client): boolean => outlet.unsentBytes() > mergeAboveBytes;
    if (group.clients.length === 1) return [];
    const behind = group.clients.filter(isBehind).slice(0, group.clients.length - 1);
    return behind.map((client) => this.#groups.apart(client));
  }

  #sendFirst(group: Group, fixture: FixtureId, turn: Turn): void {
    // Not held back by what readers have not read yet, as long as they are not hopeless.
    for (const own of [...this.#partBehind(group), group])
      if (this.#paceOf(own, turn.nowMs) !== 'close')
        this.#write(own, own.session.take(fixture), turn);
  }

  /** Of a group of several everybody keeps up. */
  #paceOf({ session, clients }: Group, nowMs: number): Pace {
    const [client] = clients;
    if (client === undefined || clients.length > 1) return 'send';
    const { metrics } = this.#options;
    const pace = session.pace(client.outlet.unsentBytes(), nowMs);
    if (pace === 'merge') metrics.merged.inc();
    if (pace === 'close') {
      metrics.slow.inc();
      this.remove(client);
      client.outlet.close(CLOSE_SLOW_CONSUMER, 'slow reader');
    }
    return pace;
  }

  #write(group: Group, frames: readonly Frame[], { tally }: Turn): void {
    if (frames.length === 0) return;
    const written = bundleOf(frames);
    group.turns += 1;
    for (const { outlet } of inTurn(group.clients, group.turns)) outlet.write(written);
    for (const frame of frames) tally.set(frame, (tally.get(frame) ?? 0) + group.clients.length);
  }
}
