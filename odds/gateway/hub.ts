import {
  CLOSE_SLOW_CONSUMER,
  messageOf,
  type StreamErrorCode,
  type FixtureId,
  type ServerMessage,
} from '#contracts/mod.ts';
import type { Clock } from '#platform/mod.ts';

import { bundleOf } from './bundle.ts';
import { Cohorts, type Cohort } from './cohorts.ts';
import { advance, conflate } from './follow.ts';
import { FlushQueue, isCohort, type Due } from './flush-queue.ts';
import { Frame } from './frame.ts';
import type { GatewayMetrics } from './gateway-metrics.ts';
import { Groups, type Client, type Group, type Outlet } from './groups.ts';
import type { GatewayLimits } from './limits.ts';
import { Readers } from './readers.ts';
import type { Joined, Pace, Sources } from './session.ts';
import type { Channel, Subscription } from './subscriptions.ts';
import type { ResumeTokens } from './tokens.ts';
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

/** Larger groups are not put together with others: what is looked up for each message is shared by many already. */
const SMALL_GROUP = 8;
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
  readonly #cohorts = new Cohorts<Group>();
  readonly #queue: FlushQueue;
  /** Those who were found not to have read enough. */
  readonly #behind = new Set<Group>();
  #added = 0;
  #turns = 0;

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
        if (channel === 'book' || !this.#share(group, fixture))
          readers[channel].rest(fixture, group);
      },
      parted: (group, fixture, shared) => {
        this.#cohorts.leave(shared, group);
        readers.odds.add(fixture, group);
      },
      held: (group, windowMs) => {
        this.#windows.hold(windowMs, group);
      },
    });
    this.#queue = new FlushQueue(options.schedule, (slice) => {
      this.#flushSlice(slice);
    });
    this.#windows = new Windows(clock, (windowMs, groups) => {
      for (const group of groups) {
        group.session.release(windowMs);
        this.#queue.addGroup(group);
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
    if (group.session.hasReady) this.#queue.addGroup(group);
  }

  /** A fixture has appeared, or belongs to another competition than before: whom does it concern? */
  reconsider(channel: Channel, fixture: FixtureId): void {
    for (const group of this.#groups.all)
      if (group.session.consider(channel, fixture)) this.#queue.addGroup(group);
  }

  changed(channel: Channel, fixture: FixtureId, news: News = {}): void {
    if (channel === 'odds') {
      this.#changedOdds(fixture, news);
      return;
    }
    for (const group of this.#readers.book.all(fixture)) {
      group.session.markBook(fixture);
      if (group.session.hasReady) this.#queue.addGroup(group);
    }
  }

  /** The fixture is over and forgotten; clients learn it by its absence from the heartbeat. */
  drop(fixture: FixtureId): void {
    for (const { session } of this.#groups.all) session.forget(fixture);
  }

  /** Closes readers that have been behind for too long, also when nothing new happens. */
  closeSlow(): void {
    const nowMs = this.#options.clock.monotonic();
    for (const group of [...this.#behind])
      if (group.state === 'gone') this.#behind.delete(group);
      else this.#maySend(group, nowMs);
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
    this.#queue.addGroup(own);
    return own;
  }

  #flushEach({ fixture, readers }: Cohort<Group>): void {
    for (const group of [...readers]) {
      group.session.part(fixture);
      this.#queue.addGroup(group);
    }
  }

  /** Puts a group that has all there is of the fixture together with others that have been sent the same of it. */
  #share(group: Group, fixture: FixtureId): boolean {
    const { session, clients } = group;
    if (group.state === 'gone' || clients.length > SMALL_GROUP || this.#queue.wasBusy) return false;
    const follow = session.shareable(fixture);
    if (follow === undefined) return false;
    session.share(fixture, this.#cohorts.join(fixture, follow, group));
    this.#readers.odds.delete(fixture, group);
    return true;
  }

  #uniteGroup(group: Group): void {
    const open = this.#groups.unite(group);
    if (open === undefined || open.clients.length <= SMALL_GROUP) return;
    open.session.partAll();
    if (open.session.hasReady) this.#queue.addGroup(open);
  }

  #changedOdds(fixture: FixtureId, { urgent = false, jumped = false }: News): void {
    const { sources, clock, metrics } = this.#options;
    const position = sources.odds.board(fixture)?.position;
    if (position === undefined) return;
    const turn = { tally: new Map<Frame, number>(), nowMs: clock.monotonic() };
    const isBusy = this.#queue.isBusy;
    this.#turns += 1;
    for (const cohort of inTurn(this.#cohorts.of(fixture), this.#turns)) {
      if (jumped) conflate(cohort.follow, 'upstream');
      cohort.follow.news ??= position;
      if (urgent) this.#flushCohort(cohort, turn);
      else if (isBusy && !cohort.isQueued) this.#flushEach(cohort);
      else this.#queue.addCohort(cohort);
    }
    const readers = this.#readers.odds;
    const groups = urgent || jumped ? readers.all(fixture) : readers.resting(fixture);
    for (const group of groups) {
      const { session } = group;
      const holdMs = session.markOdds(fixture, position, jumped);
      if (urgent) this.#sendFirst(group, fixture, turn);
      else if (holdMs > 0) this.#windows.hold(holdMs, group);
      if (session.hasReady) this.#queue.addGroup(group);
    }
    metrics.flushed(turn.tally, clock.now());
  }

  #flushSlice(slice: readonly Due[]): void {
    const { clock, metrics } = this.#options;
    const turn = { tally: new Map<Frame, number>(), nowMs: clock.monotonic() };
    for (const due of slice)
      if (!isCohort(due)) this.#flush(due, turn);
      // What was urgent has been written meanwhile.
      else if (due.follow.news !== undefined) this.#flushCohort(due, turn);
    for (const due of slice) this.#unite(due);
    metrics.flushed(turn.tally, clock.now());
  }

  #unite(due: Due): void {
    if (!isCohort(due)) {
      this.#uniteGroup(due);
      return;
    }
    for (const group of due.readers.filter(({ mayUnite }) => mayUnite)) this.#uniteGroup(group);
    this.#cohorts.unite(due, (group, shared) => {
      group.session.share(due.fixture, shared);
    });
  }

  #flushCohort(cohort: Cohort<Group>, turn: Turn): void {
    const { fixture, follow, readers } = cohort;
    for (const group of readers.filter((reader) => this.#isAnyBehind(reader))) {
      for (const own of this.#partBehind(group)) this.#queue.addGroup(own);
      if (!this.#isAnyBehind(group)) continue;
      group.session.part(fixture);
      this.#queue.addGroup(group);
    }
    if (readers.length === 0) return;
    const frames = advance(this.#options.sources.odds, fixture, follow, 'upstream');
    if (frames.length === 0) return;
    cohort.turns += 1;
    const written = bundleOf(frames);
    let clients = 0;
    for (const group of inTurn(readers, cohort.turns)) {
      for (const { outlet } of group.clients) outlet.write(written);
      clients += group.clients.length;
    }
    count(turn, frames, clients);
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
    if (group.clients.length === 1 || !this.#isAnyBehind(group)) return [];
    const behind = group.clients.filter((client) => this.#isBehind(client));
    return behind.slice(0, group.clients.length - 1).map((client) => this.#groups.apart(client));
  }

  #isAnyBehind({ clients }: Group): boolean {
    for (const client of clients) if (this.#isBehind(client)) return true;
    return false;
  }

  #isBehind({ outlet }: Client): boolean {
    return outlet.unsentBytes() > this.#options.limits.mergeAboveBytes;
  }

  #sendFirst(group: Group, fixture: FixtureId, turn: Turn): void {
    // Not held back by what readers have not read yet, as long as they are not hopeless.
    for (const own of [...this.#partBehind(group), group])
      if (this.#paceOf(own, turn.nowMs) !== 'close')
        this.#write(own, own.session.take(fixture), turn);
  }

  /** Of a group of several everybody keeps up. */
  #paceOf(group: Group, nowMs: number): Pace {
    const { session, clients } = group;
    const [client] = clients;
    if (client === undefined || clients.length > 1) return 'send';
    const { metrics } = this.#options;
    const pace = session.pace(client.outlet.unsentBytes(), nowMs);
    if (pace === 'merge') {
      metrics.merged.inc();
      this.#behind.add(group);
    } else this.#behind.delete(group);
    if (pace === 'close') {
      metrics.slow.inc();
      this.remove(client);
      client.outlet.close(CLOSE_SLOW_CONSUMER, 'slow reader');
    }
    return pace;
  }

  #write(group: Group, frames: readonly Frame[], turn: Turn): void {
    if (frames.length === 0) return;
    const written = bundleOf(frames);
    group.turns += 1;
    for (const { outlet } of inTurn(group.clients, group.turns)) outlet.write(written);
    count(turn, frames, group.clients.length);
  }
}

function count({ tally }: Turn, frames: readonly Frame[], clients: number): void {
  for (const frame of frames) tally.set(frame, (tally.get(frame) ?? 0) + clients);
}
