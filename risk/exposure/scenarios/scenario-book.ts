import type { BetId, Currency, FixtureId, MarketKey } from '#contracts/mod.ts';

import type { Standing } from '../fixture-exposure.ts';
import { partsOf, type Place } from '../place.ts';
import { OpenEntries } from './open-entries.ts';
import {
  SampledFixture,
  type FixtureBelief,
  type Sample,
  type SampleSize,
} from './sampled-fixture.ts';
import { decimalOf, ticketReturns, type OpenTicket, type TicketSelection } from './ticket.ts';
import {
  addByCode,
  addPayout,
  openOf,
  payoutRule,
  returnsByCode,
  type PayoutRule,
} from './ticket-payout.ts';

export const DEFAULT_SAMPLE: SampleSize = { seed: 20_260_601, scenarios: 8_192 };

/** A selection with open bets. What rides on it alone is held as a few sums, whatever the number of bets. */
export interface HeldSelection {
  readonly key: string;
  readonly fixtureId: FixtureId;
  readonly fixture: HeldFixture;
  readonly asked: TicketSelection;
  readonly place: Place;
  sample: Sample | null;
  /** Of the result codes, by the prices of now. */
  chances: Float64Array | null;
  uses: number;
  readonly sums: Map<Layer, Sums>;
}
interface HeldFixture {
  readonly id: FixtureId;
  sampled: SampledFixture;
  readonly selections: Map<string, HeldSelection>;
  /** Bets with an undecided selection here. */
  readonly entries: OpenEntries<Entry>;
}
/** By result code: what is owed now, and what of it the layer's payouts hold. */
type Sums = Readonly<{ now: Float64Array; applied: Float64Array }>;

/** An open bet: the undecided selections, and how they make up its payout. */
export type Entry = Readonly<{
  ticket: OpenTicket;
  standing: Standing;
  layer: Layer;
  open: readonly HeldSelection[];
  /** With one undecided selection or none: what it returns under each result code. */
  byCode: Float64Array | null;
  rule: PayoutRule | null;
}> & {
  /** Until it is replaced or taken out. */
  isOpen: boolean;
};

/** Bets of one currency and standing, in its own minor units. */
interface Layer {
  readonly currency: Currency;
  readonly standing: Standing;
  readonly payouts: Float64Array;
  staked: number;
  /** Owed whatever happens: every selection is decided. */
  certain: number;
}

export type LayerPayouts = Readonly<{
  currency: Currency;
  standing: Standing;
  staked: number;
  /** One amount for each scenario; valid until the next change. Read only. */
  payouts: Float64Array;
  certain: number;
}>;

/**
 * All open bets of the house in common random scenarios, for tails that no single fixture shows. A bet is
 * added, replaced and removed by itself; a fixture whose chances move takes its own bets through once more.
 * Amounts are whole minor units and scenarios a function of seed, fixture and chances alone, so after any
 * operations in any order the payouts are exactly those of a rebuild.
 */
export class ScenarioBook {
  readonly size: SampleSize;
  readonly #fixtures = new Map<FixtureId, HeldFixture>();
  readonly #entries = new Map<BetId, Entry>();
  readonly #unflushed = new Set<HeldSelection>();
  readonly #layers: Readonly<Record<Standing, Map<Currency, Layer>>> = {
    reserved: new Map(),
    firm: new Map(),
  };

  constructor(size: SampleSize = DEFAULT_SAMPLE) {
    if (size.scenarios < 128 || size.scenarios % 32 !== 0) {
      throw new RangeError('The number of scenarios is a multiple of 32, and at least 128.');
    }
    this.size = size;
  }

  get bets(): number {
    return this.#entries.size;
  }

  entries(): Iterable<Entry> {
    return this.#entries.values();
  }

  entry(betId: BetId): Entry | undefined {
    return this.#entries.get(betId);
  }

  fixtureIds(): readonly FixtureId[] {
    return [...this.#fixtures.values()].flatMap(({ id, entries }) =>
      entries.size > 0 ? [id] : [],
    );
  }

  /** Bets with an undecided selection on the fixture. */
  onFixture(fixtureId: FixtureId): Iterable<Entry> {
    return this.#fixtures.get(fixtureId)?.entries ?? [];
  }

  belief(fixtureId: FixtureId): FixtureBelief | null {
    return this.#fixtures.get(fixtureId)?.sampled.belief ?? null;
  }

  /** Prices have moved, or the match has: the fixture is drawn anew, and its bets with it. */
  believe(fixtureId: FixtureId, belief: FixtureBelief): void {
    const moved = [...this.onFixture(fixtureId)];
    for (const entry of moved) this.#take(entry, -1);
    for (const held of this.#unflushed) if (held.fixtureId === fixtureId) this.#flush(held);
    this.#fixture(fixtureId).sampled = new SampledFixture(fixtureId, this.size, belief);
    for (const { ticket, standing } of moved) this.#insert(ticket, standing);
  }

  /** Nothing is known of the fixture any more; false while a bet is open on it. */
  forget(fixtureId: FixtureId): boolean {
    if ((this.#fixtures.get(fixtureId)?.entries.size ?? 0) > 0) return false;
    return this.#fixtures.delete(fixtureId);
  }

  /** Adds a bet, or replaces the one with its id: accepted, a leg decided, cashed out in part. */
  put(ticket: OpenTicket, standing: Standing): void {
    this.remove(ticket.betId);
    this.#insert(ticket, standing);
  }

  /** False when there was no such bet. */
  remove(betId: BetId): boolean {
    const entry = this.#entries.get(betId);
    if (entry === undefined) return false;
    this.#take(entry, -1);
    this.#entries.delete(betId);
    return true;
  }

  /** What is owed by currency and standing. */
  layers(): readonly LayerPayouts[] {
    this.#flushAll();
    return [...this.#layers.reserved.values(), ...this.#layers.firm.values()];
  }

  sampleOf(held: HeldSelection): Sample {
    const { key, fixture, place, asked } = held;
    held.sample ??= fixture.sampled.sample(key, place, decimalOf(asked));
    return held.sample;
  }

  /** What a bet returns on average by the prices of now, with one undecided selection at a given factor. */
  expectedReturn({ ticket, open }: Entry, fixed?: HeldSelection, factor = 0): number {
    let next = 0;
    const factors = ticket.selections.map(({ paid, factors: own }) => {
      if (paid !== null) return paid;
      const held = open[next++];
      if (held === undefined || held === fixed) return factor;
      let expected = 0;
      this.chancesOf(held).forEach((chance, code) => (expected += chance * (own[code] ?? 0)));
      return expected;
    });
    return ticketReturns(ticket, factors);
  }

  /** Chances of the result codes of a selection. */
  chancesOf(held: HeldSelection): Float64Array {
    held.chances ??= held.fixture.sampled.chancesOf(held.place, decimalOf(held.asked));
    return held.chances;
  }

  /** The chance that the parts of a bet builder beside the core all win; 1 for any other selection. */
  factorChance({ fixture, place }: HeldSelection): number {
    return fixture.sampled.factorChance(place);
  }

  #fixture(id: FixtureId): HeldFixture {
    const known = this.#fixtures.get(id);
    if (known !== undefined) return known;
    const sampled = new SampledFixture(id, this.size, null);
    const unknown: HeldFixture = { id, sampled, selections: new Map(), entries: new OpenEntries() };
    this.#fixtures.set(id, unknown);
    return unknown;
  }

  #insert(ticket: OpenTicket, standing: Standing): void {
    const indexes = openOf(ticket);
    const open: HeldSelection[] = [];
    for (const at of indexes) {
      const selection = ticket.selections[at];
      if (selection !== undefined) open.push(this.#hold(selection));
    }
    const isRuled = open.length > 1;
    const entry: Entry = {
      ticket,
      standing,
      layer: this.#layer(ticket.currency, standing),
      open,
      byCode: isRuled ? null : returnsByCode(ticket, indexes),
      rule: isRuled ? payoutRule(ticket, indexes) : null,
      isOpen: true,
    };
    this.#entries.set(ticket.betId, entry);
    this.#take(entry, 1);
  }

  #hold(asked: TicketSelection): HeldSelection {
    const { fixtureId, backed, key: plainKey } = asked;
    const fixture = this.#fixture(fixtureId);
    const known = fixture.selections.get(plainKey);
    if (known !== undefined) return known;
    const place = fixture.sampled.placeOf(backed);
    // What nothing describes is won as often as its own odds say.
    const key = fixture.sampled.describes(place) ? plainKey : `${plainKey} @${decimalOf(asked)}`;
    const held = fixture.selections.get(key) ?? {
      key,
      fixtureId,
      fixture,
      asked,
      place,
      sample: null,
      chances: null,
      uses: 0,
      sums: new Map(),
    };
    fixture.selections.set(key, held);
    return held;
  }

  #layer(currency: Currency, standing: Standing): Layer {
    const layers = this.#layers[standing];
    const known = layers.get(currency);
    if (known !== undefined) return known;
    const payouts = new Float64Array(this.size.scenarios);
    const layer = { currency, standing, payouts, staked: 0, certain: 0 };
    layers.set(currency, layer);
    return layer;
  }

  #take(entry: Entry, sign: 1 | -1): void {
    const { ticket, layer, open, byCode, rule } = entry;
    layer.staked += sign * ticket.stake;
    const [only] = open;
    if (rule !== null) {
      const samples = open.map((held) => this.sampleOf(held));
      addPayout(rule, samples, layer.payouts, sign);
    } else if (byCode !== null) {
      if (only === undefined) layer.certain += sign * (byCode[0] ?? 0);
      else this.#sum(only, layer, byCode, sign);
    }
    entry.isOpen = sign === 1;
    for (let at = 0; at < open.length; at += 1) {
      const held = open[at];
      if (held === undefined) continue;
      held.uses += sign;
      if (held.uses === 0) this.#unflushed.add(held);
      if (!isFirstOnFixture(open, at)) continue;
      if (sign === 1) held.fixture.entries.add(entry);
      else held.fixture.entries.closeOne();
    }
  }

  #sum(held: HeldSelection, layer: Layer, byCode: Float64Array, sign: 1 | -1): void {
    const sums = held.sums.get(layer) ?? {
      now: new Float64Array(byCode.length),
      applied: new Float64Array(byCode.length),
    };
    held.sums.set(layer, sums);
    for (let code = 0; code < byCode.length; code += 1) {
      sums.now[code] = (sums.now[code] ?? 0) + sign * (byCode[code] ?? 0);
    }
    this.#unflushed.add(held);
  }

  #flushAll(): void {
    for (const held of this.#unflushed) this.#flush(held);
  }

  /** Brings the payouts to what rides on a selection alone now; forgets it when no bet asks for it. */
  #flush(held: HeldSelection): void {
    for (const [layer, { now, applied }] of held.sums) {
      const moved = now.map((amount, code) => amount - (applied[code] ?? 0));
      if (moved.every((amount) => amount === 0)) continue;
      addByCode(this.sampleOf(held), moved, layer.payouts, 1);
      applied.set(now);
    }
    if (held.uses === 0) held.fixture.selections.delete(held.key);
    this.#unflushed.delete(held);
  }
}

function isFirstOnFixture(open: readonly HeldSelection[], at: number): boolean {
  const fixture = open[at]?.fixture;
  for (let before = 0; before < at; before += 1) {
    if (open[before]?.fixture === fixture) return false;
  }
  return true;
}

/** Whether one of the undecided selections is on the market. */
export const asksOf = ({ open }: Entry, fixtureId: FixtureId, marketKey: MarketKey): boolean =>
  open.some(
    (held) =>
      held.fixtureId === fixtureId &&
      partsOf(held.asked.backed).some((part) => part.marketKey === marketKey),
  );
