import type { MarketQuotes, ProvidedSettlement } from '#contracts/mod.ts';
import type { MatchRecord } from '#markets/mod.ts';

import type { EventDraft } from '../script.ts';
import type { CatalogueLines } from './catalogue-lines.ts';
import type { Descriptions } from './descriptions.ts';
import type { UofFixture } from './entities.ts';
import { EventBook } from './event-book.ts';
import type { FixtureIdentity } from './identity.ts';
import { MatchDrafts, type Stamp } from './match-drafts.ts';
import type { BetstopReason } from './words.ts';
import type { EventMessage, OddsChange } from './message.ts';
import { quotesOfLine, settlementOf, type EventContext } from './outputs.ts';

/** When the message was made, sent and taken from the socket, and when it is handed on; UTC milliseconds. */
export type UofTimes = Readonly<{
  sentAt: number | null;
  receivedAt: number;
  dispatchedAt: number;
}>;

export type UofOutputs = Readonly<{
  drafts: readonly EventDraft[];
  quotes: readonly MarketQuotes[];
  settlements: readonly ProvidedSettlement[];
}>;

export type UofFeedOptions = Readonly<{
  /** Our name of the whole feed. */
  producer: string;
  descriptions: Descriptions;
  lines: CatalogueLines;
  identity: FixtureIdentity;
}>;

type Event = {
  readonly book: EventBook;
  readonly drafts: MatchDrafts;
  fixture: UofFixture | null;
  /** Producers whose lines it has. */
  readonly products: Set<number>;
};

const FOOTBALL = 'sr:sport:1';
const NOTHING: UofOutputs = { drafts: [], quotes: [], settlements: [] };

const betStopReason = (reason: BetstopReason | null) => {
  if (reason === 'possible-penalty') return 'penalty';
  const isVideo = ['video-review', 'goal-under-review', 'score-under-review'].includes(
    reason ?? '',
  );
  return isVideo ? 'var' : 'danger';
};

/**
 * All events of the feed: messages in, and out what the engine understands: facts of football matches, quotes of
 * every line, and claims about settlement. While a producer is down its lines are suspended and its matches stopped.
 */
export class UofFeed {
  readonly #options: UofFeedOptions;
  readonly #events = new Map<string, Event>();
  readonly #down = new Set<number>();
  /** Events of which a message could not be read. */
  readonly #doubted = new Set<string>();
  /** Events of before a restart that were not heard of since. */
  readonly #unheard = new Set<string>();
  /** How often bets were stopped or let flow. */
  #flows = 0;

  constructor(options: UofFeedOptions) {
    this.#options = options;
  }

  books(): ReadonlyMap<string, EventBook> {
    return new Map([...this.#events].map(([urn, { book }]) => [urn, book]));
  }

  records(): readonly MatchRecord[] {
    return [...this.#events.values()].map(({ drafts }) => drafts.record);
  }

  /** Whether the event has to be opened before its messages can be taken. */
  isOpen(urn: string): boolean {
    return this.#events.has(urn) && !this.#unheard.has(urn);
  }

  /** Brings back an event that was followed before a restart: stopped until it is heard of again. */
  resume(urn: string, record: MatchRecord, at: number): UofOutputs {
    const stamp = { occurredAt: at, receivedAt: at };
    const { drafts } = this.open(urn, null, stamp, record);
    this.#unheard.add(urn);
    const event = this.#events.get(urn);
    const stop = event === undefined ? [] : this.#stop(event, 'feed', stamp);
    return { ...NOTHING, drafts: [...drafts, ...stop] };
  }

  /**
   * Opens an event, or takes its changed fixture.
   * @param fixture null where the provider does not know it; its lines are followed all the same.
   * @param record of an event that was followed before a restart.
   */
  open(urn: string, fixture: UofFixture | null, stamp: Stamp, record?: MatchRecord): UofOutputs {
    const { identity, producer } = this.#options;
    const fixtureId = identity.fixtureOf(urn);
    const known = this.#events.get(urn);
    const event = known ?? {
      ...{ book: new EventBook(), fixture: null, products: new Set() },
      drafts: new MatchDrafts({ fixtureId, producer, ...(record === undefined ? {} : { record }) }),
    };
    this.#events.set(urn, event);
    this.#unheard.delete(urn);
    event.fixture = fixture ?? event.fixture;
    return { ...NOTHING, drafts: this.#announce(event, stamp) };
  }

  /** Forgets events that are over. Their late corrections open them again. */
  sweep(): void {
    for (const [urn, { book, drafts }] of this.#events) {
      const isOver = book.state?.status === 'closed' || drafts.record.results.confirmed !== null;
      if (isOver) this.#events.delete(urn);
    }
  }

  take(message: EventMessage, times: UofTimes): UofOutputs {
    const event = this.#events.get(message.eventUrn);
    if (event === undefined) throw new Error(`${message.eventUrn} is not open`);
    const { descriptions, lines, producer } = this.#options;
    const change = event.book.apply(message, descriptions.isInGroups);
    if (message.product !== null && message.kind === 'odds-change')
      event.products.add(message.product);
    // What was asked for anew is whole again.
    const isMended = message.requestId !== null && this.#doubted.delete(message.eventUrn);
    const context = this.#contextOf(message.eventUrn, event);
    const sportUrn = event.fixture?.sportUrn ?? null;
    const provenance = {
      ...{ producer, source: message.product === null ? null : String(message.product) },
      ...{ createdAt: message.timestamp, ...times },
    };
    return {
      drafts: this.#draftsOf(event, message, times),
      quotes: this.#quotes(event, context, isMended ? [...event.book.lines.keys()] : change.lines),
      settlements: change.claims.map((claim) => {
        const ref = claim.kind === 'settled' ? claim.market : claim.ref;
        return settlementOf(context, claim, lines.of(sportUrn, ref), provenance);
      }),
    };
  }

  /** Quotes of all lines of the market with the variant, now that it is described. */
  describe(marketId: number, variant: string): UofOutputs {
    const quotes = [...this.#events].flatMap(([urn, event]) => {
      const keys = [...event.book.lines].filter(
        ([, { market }]) =>
          market.marketId === marketId && market.specifiers['variant'] === variant,
      );
      const context = this.#contextOf(urn, event);
      return this.#quotes(
        event,
        context,
        keys.map(([key]) => key),
      );
    });
    return { ...NOTHING, quotes };
  }

  /** Producers that have lines of the event. */
  productsOf(urn: string): ReadonlySet<number> {
    return this.#events.get(urn)?.products ?? new Set();
  }

  /** Suspends an event of which a message could not be read, until it comes with an answer to a request. */
  distrust(urn: string, at: number): UofOutputs {
    const event = this.#events.get(urn);
    if (event === undefined || this.#doubted.has(urn)) return NOTHING;
    this.#doubted.add(urn);
    const quotes = this.#quotes(event, this.#contextOf(urn, event), [...event.book.lines.keys()]);
    const drafts = this.#stop(event, 'feed', { occurredAt: at, receivedAt: at });
    return { ...NOTHING, drafts, quotes };
  }

  /** Suspends all that the producer feeds, or offers it again. */
  setDown(product: number, isDown: boolean, at: number): UofOutputs {
    if (isDown === this.#down.has(product)) return NOTHING;
    if (isDown) this.#down.add(product);
    else this.#down.delete(product);
    const drafts: EventDraft[] = [];
    const quotes: MarketQuotes[] = [];
    for (const [urn, event] of this.#events) {
      if (!event.products.has(product)) continue;
      const keys = [...event.book.lines].filter(([, line]) => line.product === product);
      quotes.push(
        ...this.#quotes(
          event,
          this.#contextOf(urn, event),
          keys.map(([key]) => key),
        ),
      );
      const stamp = { occurredAt: at, receivedAt: at };
      drafts.push(...(isDown ? this.#stop(event, 'feed', stamp) : this.#start(event, stamp)));
    }
    return { ...NOTHING, drafts, quotes };
  }

  #contextOf(urn: string, { fixture, book }: Event): EventContext {
    const { producer, identity } = this.#options;
    const isLive = book.state?.status === 'live';
    return { producer, urn, fixtureId: identity.fixtureOf(urn), fixture, isLive };
  }

  #quotes(event: Event, context: EventContext, keys: readonly string[]): readonly MarketQuotes[] {
    const sportUrn = event.fixture?.sportUrn ?? null;
    return keys.flatMap((key) => {
      const line = event.book.lines.get(key);
      if (line === undefined) return [];
      const known = this.#options.lines.of(sportUrn, line.market);
      const isDown = this.#down.has(line.product) || this.#doubted.has(context.urn);
      return [quotesOfLine(context, line, known, isDown)];
    });
  }

  #announce({ drafts, fixture }: Event, stamp: Stamp): readonly EventDraft[] {
    if (fixture?.sportUrn !== FOOTBALL || fixture.startsAt === null) return [];
    const [home, away] = (['home', 'away'] as const).map((side) =>
      fixture.competitors.find((one) => one.side === side),
    );
    if (home === undefined || away === undefined || home.name === '' || away.name === '') return [];
    const { info } = drafts.record;
    const competition = (fixture.tournament?.name ?? 'Football').slice(0, 80);
    const isSame =
      info?.startsAt === fixture.startsAt && info.home === home.name && info.away === away.name;
    if (isSame) return [];
    return drafts.say(
      `fixture-${fixture.startsAt}`,
      {
        ...{ kind: 'fixture', sport: 'football', competition, startsAt: fixture.startsAt },
        home: { id: home.urn, name: home.name },
        away: { id: away.urn, name: away.name },
      },
      stamp,
    );
  }

  #draftsOf(event: Event, message: EventMessage, times: UofTimes): readonly EventDraft[] {
    // Only football has match facts of ours, and only once its teams are known.
    if (event.drafts.record.info === null) return [];
    const stamp = { occurredAt: message.timestamp, receivedAt: times.receivedAt };
    if (message.kind === 'bet-stop') {
      const isAll = message.groups.includes('all');
      return isAll ? this.#stop(event, 'danger', stamp) : [];
    }
    return message.kind === 'odds-change' ? this.#oddsDrafts(event, message, stamp) : [];
  }

  #oddsDrafts(event: Event, message: OddsChange, stamp: Stamp): readonly EventDraft[] {
    const { state, timestamp, betstopReason } = message;
    const isNewest = event.book.state === state;
    const facts = state !== null && isNewest ? event.drafts.takeState(state, stamp) : [];
    const isOffered = message.markets.some(({ status }) => status === 'active');
    const flow = isOffered
      ? this.#start(event, stamp)
      : betstopReason === null || message.markets.length === 0
        ? []
        : this.#stop(event, betStopReason(betstopReason), stamp);
    return [...facts, ...this.#expectation(event, message, timestamp, stamp), ...flow];
  }

  /** The provider's expected goals, as long as they are those of the whole match. */
  #expectation(
    { drafts }: Event,
    { expectedTotals: totalGoals, expectedSupremacy: supremacy }: OddsChange,
    timestamp: number,
    stamp: Stamp,
  ): readonly EventDraft[] {
    if (totalGoals === null || supremacy === null || drafts.record.phase !== 'not-started')
      return [];
    if (!(totalGoals > 0 && totalGoals <= 10 && Math.abs(supremacy) <= 6)) return [];
    const { expectation } = drafts.record;
    if (expectation?.totalGoals === totalGoals && expectation.supremacy === supremacy) return [];
    const body = { kind: 'expectation', totalGoals, supremacy } as const;
    return drafts.say(`expectation-${timestamp}`, body, stamp);
  }

  #stop(
    { drafts }: Event,
    reason: 'danger' | 'penalty' | 'var' | 'feed',
    stamp: Stamp,
  ): readonly EventDraft[] {
    const { info, betStop, phase } = drafts.record;
    if (info === null || betStop === reason || phase === 'ended') return [];
    return drafts.say(this.#flowId(`stop-${reason}`, stamp), { kind: 'bet-stop', reason }, stamp);
  }

  /** The same message, sent again, can stop bets or let them flow once more: that is another event. */
  #flowId(what: string, { receivedAt }: Stamp): string {
    this.#flows += 1;
    return `${what}-${receivedAt}-${this.#flows}`;
  }

  /** Bets flow when every producer of the event is up and one of its lines is on offer. */
  #start({ drafts, book, products }: Event, stamp: Stamp): readonly EventDraft[] {
    const isUp = [...products].every((product) => !this.#down.has(product));
    const isOffered = [...book.lines.values()].some(({ status }) => status === 'active');
    const isDoubted = this.#doubted.has(
      this.#options.identity.urnOf(drafts.record.fixtureId) ?? '',
    );
    if (drafts.record.betStop === null || !isUp || !isOffered || isDoubted) return [];
    return drafts.say(this.#flowId('start', stamp), { kind: 'bet-start' }, stamp);
  }
}
