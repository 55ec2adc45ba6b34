import {
  shardOf,
  type BetId,
  type BetMessage,
  type BookMessage,
  type DecideRequest,
  type FixtureEvent,
  type FixtureId,
  type OddsMessage,
  type QuoteReply,
  type QuoteRequest,
  type TraderCommand,
} from '#contracts/mod.ts';
import type { PricingPool } from '#odds/mod.ts';
import type { Clock, Logger } from '#platform/mod.ts';
import type { FixtureChances } from '#risk/mod.ts';

import { budgetInput, isSameBudget, type HostBudget } from './budget.ts';
import { createHostState, type HostPolicy } from './host-state.ts';
import type { HostEffect, HostInput, HostReply, JournalEntry } from './inputs.ts';
import { insist } from './insist.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';
import { prepareBoards } from './next-boards.ts';
import type { Lease } from './ownership.ts';
import { imageOf } from './publish-step.ts';
import { quoteReply } from './quotes.ts';
import type { HostStore } from './store.ts';
import type { QuotedMarket } from './quoted-market.ts';
import { bookTeller } from './tell-book.ts';
import type { Turns } from './turns.ts';

export type DeskPorts = Readonly<{
  store: HostStore;
  readEvents(fixture: FixtureId, afterVersion: number): Promise<readonly FixtureEvent[]>;
  pricing: Pick<PricingPool, 'price'>;
  policy: HostPolicy;
  budget: HostBudget;
  clock: Clock;
  /** UTC milliseconds with fractions. */
  fineNow(): number;
  /** Where pricing waits for its turn. */
  turns: Turns;
  /** Whether the shards are surely still ours. */
  trusted(): boolean;
  publishOdds(message: OddsMessage): void;
  publishBook(message: BookMessage): void;
  publishChances(message: FixtureChances): void;
  journal(fixture: FixtureId, epoch: number, entry: JournalEntry): void;
  log: Logger;
}>;

/** A fixture whose past is still being read: what arrives meanwhile waits in order. */
type Slot = { mailbox: Mailbox; waiting: HostInput[] | null; readonly tickPhase: number };

type Shard = {
  readonly epoch: number;
  /** Resolves when no earlier owner's decision can be written any more: bets are read after it. */
  fence: Promise<unknown>;
  /** Where the odds of fixtures that were dropped ended, in case one comes back. */
  readonly lastSeq: Map<FixtureId, number>;
};

/** Each fixture ticks once in so many phases of so many milliseconds, so that ticks do not come in one burst. */
const TICK_PHASES = 50;
export const PHASE_MS = 4;

/**
 * The fixtures of one host process: opens a mailbox for each, performs the effects of its inputs, and
 * closes it when the shard goes to another owner. The only I/O between an input and its odds is the publish.
 */
export class FixtureDesk {
  readonly #ports: DeskPorts;
  readonly #tellBook: (mailbox: Mailbox) => void;
  readonly #slots = new Map<FixtureId, Slot>();
  /** A fixture of any other shard is none of our business. */
  readonly #shards = new Map<number, Shard>();
  #opened = 0;
  #ticked = 0;

  constructor(ports: DeskPorts) {
    this.#ports = ports;
    this.#tellBook = bookTeller(ports, (mailbox) => this.#isHere(mailbox));
  }

  fixtures(): readonly FixtureId[] {
    return [...this.#slots.keys()];
  }

  mailboxes(): readonly Mailbox[] {
    return [...this.#slots.values()].map(({ mailbox }) => mailbox);
  }

  /**
   * Takes a shard over; `known` are the fixtures that PostgreSQL lists. Resolves when all of them are
   * rebuilt, or the shard is lost again.
   */
  async open({ shard, epoch }: Lease, known: readonly FixtureId[]): Promise<void> {
    this.close(shard);
    const owned: Shard = { epoch, fence: Promise.resolve(), lastSeq: new Map() };
    this.#shards.set(shard, owned);
    owned.fence = insist(this.#ports, {
      what: `the fence of shard ${shard}`,
      isWanted: () => this.#shards.get(shard) === owned,
      attempt: () => this.#ports.store.passFence(shard),
    });
    const ours = known.filter((fixture) => shardOf(fixture) === shard);
    await Promise.all(ours.map((fixture) => this.#openFixture(fixture)));
  }

  close(shard: number): void {
    this.#shards.delete(shard);
    for (const fixture of this.#slots.keys()) {
      if (shardOf(fixture) === shard) this.drop(fixture);
    }
  }

  /** Stops deciding and publishing at once. */
  closeAll(): void {
    for (const shard of [...this.#shards.keys()]) this.close(shard);
  }

  drop(fixture: FixtureId): void {
    const { oddsSeq = 0 } = this.#slots.get(fixture)?.mailbox.state ?? {};
    this.#shards.get(shardOf(fixture))?.lastSeq.set(fixture, oddsSeq);
    this.#slots.delete(fixture);
    this.#ports.budget.forget(fixture);
  }

  /** Events come on several ways; all but the first of each is of no interest. */
  feed(event: FixtureEvent): void {
    const slot = this.#slots.get(event.fixtureId);
    if (slot?.waiting === null && event.version <= slot.mailbox.state.record.version) return;
    void this.#openFixture(event.fixtureId);
    this.#put(event.fixtureId, { type: 'feed', event });
  }

  bet(bet: BetMessage): void {
    for (const { fixtureId } of bet.legs) {
      this.#put(fixtureId, { type: 'bet', bet });
      this.#noteUse(fixtureId);
    }
  }

  quotes(fixture: FixtureId, markets: readonly QuotedMarket[]): void {
    this.#put(fixture, { type: 'quotes', markets });
  }

  /** An alive message also tells what the newest version is, so that a lost last message is noticed. */
  alive(producer: string, at: number, fixture: FixtureId, version: number): void {
    if (version > 0) void this.#openFixture(fixture);
    this.#put(fixture, { type: 'alive', alive: { producer, at, version } });
  }

  /**
   * Time passes for the fixtures whose phase has come since the last call, however late that is: suspends by silence and
   * by doubt about the shard, lifts holds, frees what is proved free.
   */
  tick(): void {
    const phase = Math.floor(this.#ports.clock.monotonic() / PHASE_MS);
    const passed = phase - this.#ticked;
    this.#ticked = phase;
    for (const [fixture, { mailbox, waiting, tickPhase }] of this.#slots) {
      if ((phase - tickPhase) % TICK_PHASES >= passed) continue;
      if (waiting === null) this.#tellTrust(mailbox);
      this.#put(fixture, { type: 'tick' });
    }
  }

  /** The reply of the fixture's mailbox; undefined when the fixture is not (yet) here. */
  decide(fixture: FixtureId, request: DecideRequest): HostReply | undefined {
    const slot = this.#upToDate(fixture);
    if (slot === undefined) return undefined;
    this.#tellTrust(slot.mailbox);
    this.#tellBudget(slot.mailbox);
    const reply = slot.mailbox.take({ type: 'decide', request });
    this.#noteUse(fixture);
    return reply;
  }

  /** With each tick and before each decision: a process that was paused may read a request before its timers run. */
  #tellTrust({ fixtureId, state }: Mailbox): void {
    const trusted = this.#ports.trusted();
    if (state.trusted !== trusted) this.#put(fixtureId, { type: 'ownership', trusted });
  }

  /** What the other fixtures use counts at this very moment, so it is told before each decision. */
  #tellBudget(mailbox: Mailbox): void {
    const { budget, clock } = this.#ports;
    const now = budget.for(mailbox.fixtureId, clock.now());
    if (!isSameBudget(mailbox.state.budget, now)) mailbox.take(budgetInput(now));
  }

  #noteUse(fixture: FixtureId): void {
    const state = this.#slots.get(fixture)?.mailbox.state;
    if (state === undefined) return;
    const { budget } = this.#ports;
    budget.used(fixture, -state.exposure.lossCeilingMinor(state.vector ?? undefined));
    budget.tailTaken(fixture, state.tailTakenMinor);
  }

  /** The sequence of the input, or undefined when the fixture is not here. */
  command(command: TraderCommand): number | undefined {
    const slot = this.#slots.get(command.fixtureId);
    if (slot?.waiting !== null) return undefined;
    slot.mailbox.take({ type: 'command', command });
    return slot.mailbox.state.inputSeq;
  }

  /** What something is worth now; reads the state and changes nothing. */
  quote(request: QuoteRequest): QuoteReply {
    const slot = this.#upToDate(request.fixtureId);
    if (slot === undefined) return { ok: false, code: 'HOST_UNAVAILABLE', detail: {} };
    return quoteReply(slot.mailbox.state, request);
  }

  image(fixture: FixtureId): OddsMessage | undefined {
    const slot = this.#upToDate(fixture);
    return slot && imageOf(slot.mailbox.state);
  }

  /** The fixture with prices as of its last event: whoever asks does not wait for its turn to be priced. */
  #upToDate(fixture: FixtureId): Slot | undefined {
    const slot = this.#slots.get(fixture);
    if (slot?.waiting !== null) return undefined;
    if (slot.mailbox.state.repricing !== 'none') this.#put(fixture, { type: 'reprice' });
    // An input that fails drops its fixture.
    return this.#slots.get(fixture) === slot ? slot : undefined;
  }

  /** Says every board again, whole: what was said while the connection was away is lost. */
  publishImages(): void {
    for (const fixture of this.fixtures()) {
      const image = this.image(fixture);
      if (image !== undefined) this.#ports.publishOdds(image);
    }
  }

  /** One fixture whose input fails is dropped and read anew, and the others never notice. */
  #put(fixture: FixtureId, input: HostInput): void {
    const slot = this.#slots.get(fixture);
    if (slot === undefined) return;
    if (slot.waiting !== null) {
      // Ticks and life signs say nothing that is worth keeping for later.
      if (input.type !== 'tick' && input.type !== 'alive') slot.waiting.push(input);
      return;
    }
    try {
      slot.mailbox.take(input);
    } catch (error) {
      this.#ports.log.error({ err: error, fixture, input: input.type }, 'an input failed');
      this.drop(fixture);
    }
  }

  async #openFixture(fixtureId: FixtureId): Promise<void> {
    const number = shardOf(fixtureId);
    const shard = this.#shards.get(number);
    if (shard === undefined || this.#slots.has(fixtureId)) return;
    const { store, readEvents, policy, log } = this.#ports;
    const { epoch } = shard;
    this.#opened += 1;
    const slot: Slot = {
      mailbox: this.#newMailbox(fixtureId, epoch, policy),
      waiting: [],
      tickPhase: this.#opened % TICK_PHASES,
    };
    this.#slots.set(fixtureId, slot);
    const isOurs = (): boolean => this.#slots.get(fixtureId) === slot;
    await shard.fence;
    const past = await insist(this.#ports, {
      what: `the rebuild of ${fixtureId}`,
      isWanted: isOurs,
      attempt: () =>
        Promise.all([
          readEvents(fixtureId, 0),
          store.commands(fixtureId),
          store.openBets([fixtureId]),
        ]),
    });
    if (past === undefined || !isOurs()) return;
    const [events, commands, bets] = past;
    const afterSeq = shard.lastSeq.get(fixtureId) ?? 0;
    const waiting = slot.waiting ?? [];
    slot.waiting = null;
    for (const input of [
      { type: 'rebuild', events, commands, bets, afterSeq } as const,
      ...waiting,
    ]) {
      this.#put(fixtureId, input);
    }
    this.#tellTrust(slot.mailbox);
    this.#noteUse(fixtureId);
    log.debug({ fixture: fixtureId, epoch, bets: bets.length }, 'fixture rebuilt');
  }

  #newMailbox(fixtureId: FixtureId, epoch: number, policy: HostPolicy): Mailbox {
    const state = createHostState({ fixtureId, shard: shardOf(fixtureId), epoch }, policy);
    const mailbox: Mailbox = createMailbox(state, {
      now: () => this.#ports.fineNow(),
      journal: (entry) => {
        this.#ports.journal(fixtureId, epoch, entry);
      },
      perform: (effect) => {
        this.#perform(mailbox, effect);
      },
    });
    return mailbox;
  }

  #perform(mailbox: Mailbox, effect: Exclude<HostEffect, { type: 'reply' }>): void {
    switch (effect.type) {
      case 'odds':
        this.#ports.publishOdds(effect.message);
        return;
      case 'book':
        this.#tellBook(mailbox);
        return;
      case 'chances':
        this.#ports.publishChances(effect.message);
        return;
      case 'price':
        void this.#price(mailbox, effect.job);
        return;
      case 'reprice-soon':
        this.#inTurn(mailbox, () => {
          // It may have been priced meanwhile, because somebody asked.
          if (mailbox.state.repricing !== 'none') this.#put(mailbox.fixtureId, { type: 'reprice' });
        });
        return;
      case 'refetch':
        void this.#refetch(mailbox.fixtureId, effect.afterVersion);
        return;
      case 'resolve-reservation':
        void this.#resolve(mailbox, effect.betId);
        return;
    }
  }

  /** Only while the mailbox is still the fixture's: a worker may answer after the shard was lost. */
  #isHere(mailbox: Mailbox): boolean {
    return this.#slots.get(mailbox.fixtureId)?.mailbox === mailbox;
  }

  async #price(
    mailbox: Mailbox,
    job: Extract<HostEffect, { type: 'price' }>['job'],
  ): Promise<void> {
    const isWanted = (): boolean => this.#isHere(mailbox) && mailbox.state.jobId === job.jobId;
    const result = await insist(this.#ports, {
      what: `the pricing of ${mailbox.fixtureId}`,
      isWanted,
      attempt: () => this.#ports.pricing.price(job),
    });
    if (result === undefined) return;
    this.#inTurn(mailbox, () => {
      if (!isWanted()) return;
      this.#put(mailbox.fixtureId, { type: 'priced', result });
      prepareBoards(this.#ports, mailbox, () => this.#isHere(mailbox));
    });
  }

  #inTurn(mailbox: Mailbox, task: () => void): void {
    this.#ports.turns.add(() => {
      if (this.#isHere(mailbox)) task();
    });
  }

  async #refetch(fixture: FixtureId, afterVersion: number): Promise<void> {
    try {
      const events = await this.#ports.readEvents(fixture, afterVersion);
      for (const event of events) this.#put(fixture, { type: 'feed', event });
    } catch (error) {
      this.#ports.log.warn({ err: error, fixture }, 'missed feed events could not be read');
    }
  }

  async #resolve(mailbox: Mailbox, betId: BetId): Promise<void> {
    const { store, clock } = this.#ports;
    const { fixtureId } = mailbox;
    const isWanted = (): boolean => this.#isHere(mailbox);
    const found = await insist(this.#ports, {
      what: `the end of reservation ${betId}`,
      isWanted,
      attempt: async () => {
        const written = await store.buryReservation(betId, fixtureId, clock.now());
        return { written, bet: written ? await store.bet(betId) : undefined };
      },
    });
    if (found === undefined || !isWanted()) return;
    this.#put(fixtureId, { type: 'reservation-resolved', betId, written: found.written });
    if (found.bet !== undefined) this.bet(found.bet);
  }
}
