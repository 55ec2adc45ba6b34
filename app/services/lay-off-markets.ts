import { fixtureId, type FixtureId, type MarketQuotes, type OfferedPrice } from '#contracts/mod.ts';
import {
  idOfQuoted,
  matchQuoted,
  namedByQuotes,
  type NamedFixture,
  type QuotedFixture,
} from '#feeds/identity/mod.ts';
import type { ExchangeMarket, Offer } from '#risk/layoff/mod.ts';

/** What marks a market of the exchange; a line of several has more behind it, and is none that orders are made for. */
const MARKET_URN = /^betfair:market:([0-9.]{1,40})$/;
const MINOR_PER_UNIT = 100;
const MOST_MARKETS = 20_000;

/** How the exchange names one of its events, and which of ours that is; null: none. */
type Match = Readonly<{ theirs: NamedFixture | undefined; ours: FixtureId | null }>;

/**
 * The markets of an exchange as ours, from its quotes: fixtures are matched as the hosts do it, by the id or by teams and
 * kick-off. Sizes are taken as units of the house currency.
 */
export class ExchangeMarkets {
  #ours: readonly NamedFixture[] = [];
  /** By the exchange's event. */
  readonly #matched = new Map<string, Match>();
  readonly #quotes = new Map<string, MarketQuotes>();

  /** These are our fixtures now; what was none of them is looked at again. */
  renew(ours: readonly NamedFixture[]): void {
    this.#ours = ours;
    for (const [urn, match] of this.#matched) if (match.ours === null) this.#matched.delete(urn);
  }

  /** The market as it is now; undefined when it is none of ours. */
  take(quotes: MarketQuotes): ExchangeMarket | undefined {
    this.#quotes.delete(quotes.marketUrn);
    this.#quotes.set(quotes.marketUrn, quotes);
    const [oldest] = this.#quotes.size > MOST_MARKETS ? this.#quotes.keys() : [];
    if (oldest !== undefined) this.#quotes.delete(oldest);
    return this.#marketOf(quotes);
  }

  all(): readonly ExchangeMarket[] {
    return [...this.#quotes.values()].flatMap((quotes) => this.#marketOf(quotes) ?? []);
  }

  #marketOf(quotes: MarketQuotes): ExchangeMarket | undefined {
    const { marketKey, fixture, at, inPlay, outcomes, marketUrn, status } = quotes;
    const marketId = MARKET_URN.exec(marketUrn)?.[1];
    if (marketKey === null || fixture === null || marketId === undefined) return undefined;
    const ours = this.#fixtureOf(fixture);
    if (ours === null) return undefined;
    return {
      ...{ marketId, fixtureId: ours, marketKey, at, inPlay, isOpen: status === 'active' },
      selections: outcomes.flatMap((outcome) => {
        const selectionId = Number(outcome.providerId);
        const { outcomeId, lastTraded } = outcome;
        if (outcomeId === null || outcome.status !== 'active') return [];
        if (!Number.isSafeInteger(selectionId)) return [];
        const [back, lay] = [offerOf(outcome.back), offerOf(outcome.lay)];
        return [{ outcomeId, selectionId, back, lay, lastTraded }];
      }),
    };
  }

  #fixtureOf(fixture: QuotedFixture): FixtureId | null {
    const { urn } = fixture;
    const known = this.#matched.get(urn);
    const theirs = namedByQuotes(fixture, known?.theirs);
    if (known !== undefined && theirs === known.theirs) return known.ours;
    const own = idOfQuoted(urn);
    const ours = this.#ours.some(({ id }) => id === own) ? own : this.#match(theirs);
    this.#matched.set(urn, { theirs, ours });
    return ours;
  }

  #match(theirs: NamedFixture | undefined): FixtureId | null {
    const [pair] = theirs === undefined ? [] : matchQuoted(theirs, this.#ours).matched;
    return pair === undefined ? null : fixtureId(pair.right);
  }
}

const offerOf = (price: OfferedPrice | null): Offer | null =>
  price?.size == null || !(price.odds > 1)
    ? null
    : { odds: price.odds, sizeMinor: Math.floor(price.size * MINOR_PER_UNIT) };
