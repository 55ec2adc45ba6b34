import type { BetId, Currency, FixtureId, MarketKey } from '#contracts/mod.ts';

import type { HouseRates } from '../house-money.ts';
import { asksOf, type Entry, type HeldSelection, type ScenarioBook } from './scenario-book.ts';
import { tailFigures, tailWeights, type TailFigures } from './tail-figures.ts';
import { addByCode, addPayout, meanPayout, weightByCode } from './ticket-payout.ts';

/**
 * Which bets a figure is about. A bet of several legs belongs whole to every fixture, market, competition and
 * day on which it has an undecided leg. Everything counts in house money, `currency` in its own.
 */
export type TailScope =
  | Readonly<{ of: 'book' }>
  | Readonly<{ of: 'currency'; currency: Currency }>
  | Readonly<{ of: 'competition'; competition: string }>
  | Readonly<{ of: 'day'; day: string }>
  | Readonly<{ of: 'fixture'; fixtureId: FixtureId }>
  | Readonly<{ of: 'market'; fixtureId: FixtureId; marketKey: MarketKey }>;

/** Profit is positive in `expected`; in the tail losses are. Minor units. */
export type ScopeRisk = TailFigures & Readonly<{ bets: number; staked: number; expected: number }>;

export type DriverOf = 'expected' | 'cvar95' | 'cvar99' | 'worst';
/** What a bet adds to a figure: the contributions of all bets of the scope add up to it. */
export type Driver = Readonly<{ betId: BetId; contribution: number }>;

const MICROS = 1e6;

export class TailReport {
  readonly #book: ScenarioBook;
  readonly #rates: HouseRates;

  constructor(book: ScenarioBook, rates: HouseRates) {
    this.#book = book;
    this.#rates = rates;
  }

  /** Reservations count like bets. @throws RangeError for a sum that is not finite. */
  risk(scope: TailScope): ScopeRisk {
    let [bets, staked, expected] = [0, 0, 0];
    for (const entry of this.#members(scope)) {
      const rate = this.#rateOf(scope, entry.ticket.currency);
      bets += 1;
      staked += rate * entry.ticket.stake;
      expected += rate * (entry.ticket.stake - this.#book.expectedReturn(entry));
    }
    return { bets, staked, expected, ...tailFigures(this.losses(scope)) };
  }

  /** Payouts less stakes in every scenario. */
  losses(scope: TailScope): Float64Array {
    const losses = new Float64Array(this.#book.size.scenarios);
    if (scope.of === 'book' || scope.of === 'currency') {
      for (const { currency, staked, payouts, certain } of this.#book.layers()) {
        if (scope.of === 'currency' && scope.currency !== currency) continue;
        const rate = this.#rateOf(scope, currency);
        for (let at = 0; at < losses.length; at += 1) {
          losses[at] = (losses[at] ?? 0) + rate * ((payouts[at] ?? 0) + certain - staked);
        }
      }
      return losses;
    }
    const singles = new Map<HeldSelection, Float64Array>();
    let certain = 0;
    for (const entry of this.#members(scope)) {
      const rate = this.#rateOf(scope, entry.ticket.currency);
      certain -= rate * entry.ticket.stake;
      this.#addEntry(entry, rate, losses, singles);
    }
    for (const [held, sums] of singles) addByCode(this.#book.sampleOf(held), sums, losses, 1);
    for (let at = 0; at < losses.length; at += 1) losses[at] = (losses[at] ?? 0) + certain;
    return losses;
  }

  /** The bets that add most to a figure, the largest first. */
  drivers(scope: TailScope, of: DriverOf, most: number): readonly Driver[] {
    const contributionOf = this.#contribution(scope, of);
    const drivers: Driver[] = [];
    for (const entry of this.#members(scope)) {
      const rate = this.#rateOf(scope, entry.ticket.currency);
      drivers.push({ betId: entry.ticket.betId, contribution: rate * contributionOf(entry) });
    }
    const sign = of === 'expected' ? 1 : -1;
    return drivers
      .sort((left, right) => sign * (left.contribution - right.contribution))
      .slice(0, most);
  }

  #contribution(scope: TailScope, of: DriverOf): (entry: Entry) => number {
    if (of === 'expected') {
      return (entry) => entry.ticket.stake - this.#book.expectedReturn(entry);
    }
    const { scenarios } = this.#book.size;
    const share = { cvar95: 0.05, cvar99: 0.01, worst: 1 / scenarios }[of];
    const { weights, within } = tailWeights(this.losses(scope), share);
    const byCodes = new Map<HeldSelection, Float64Array>();
    return (entry) => {
      const { ticket, open, byCode, rule } = entry;
      if (rule !== null) {
        const samples = open.map((held) => this.#book.sampleOf(held));
        return meanPayout(rule, samples, weights, within) - ticket.stake;
      }
      const [held] = open;
      if (held === undefined) return (byCode?.[0] ?? 0) - ticket.stake;
      const shares = byCodes.get(held) ?? weightByCode(this.#book.sampleOf(held), weights);
      byCodes.set(held, shares);
      let owed = 0;
      shares.forEach((share, code) => (owed += share * (byCode?.[code] ?? 0)));
      return owed - ticket.stake;
    };
  }

  #addEntry(
    { open, byCode, rule }: Entry,
    rate: number,
    onto: Float64Array,
    singles: Map<HeldSelection, Float64Array>,
  ): void {
    if (rule !== null) {
      const samples = open.map((held) => this.#book.sampleOf(held));
      addPayout(rule, samples, onto, rate);
      return;
    }
    const [held] = open;
    if (held === undefined || byCode === null) return;
    const sums = singles.get(held) ?? new Float64Array(byCode.length);
    byCode.forEach((amount, code) => (sums[code] = (sums[code] ?? 0) + rate * amount));
    singles.set(held, sums);
  }

  #rateOf(scope: TailScope, currency: Currency): number {
    if (scope.of === 'currency') return 1;
    return Number(this.#rates.microsPerMinor[currency]) / MICROS;
  }

  #members(scope: TailScope): Iterable<Entry> {
    const book = this.#book;
    switch (scope.of) {
      case 'book':
        return book.entries();
      case 'currency':
        return [...book.entries()].filter(({ ticket }) => ticket.currency === scope.currency);
      case 'fixture':
        return book.onFixture(scope.fixtureId);
      case 'market':
        return [...book.onFixture(scope.fixtureId)].filter((entry) =>
          asksOf(entry, scope.fixtureId, scope.marketKey),
        );
      case 'competition':
      case 'day':
        return this.#onFixtures((fixtureId) => {
          const belief = book.belief(fixtureId);
          return scope.of === 'day'
            ? belief?.day === scope.day
            : belief?.competition === scope.competition;
        });
    }
  }

  #onFixtures(isWanted: (fixtureId: FixtureId) => boolean): Iterable<Entry> {
    const members = new Set<Entry>();
    for (const fixtureId of this.#book.fixtureIds()) {
      if (!isWanted(fixtureId)) continue;
      for (const entry of this.#book.onFixture(fixtureId)) members.add(entry);
    }
    return members;
  }
}
