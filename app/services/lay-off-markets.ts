import {
  fixtureId,
  isFixtureId,
  type FixtureId,
  type MarketQuotes,
  type OfferedPrice,
} from '#contracts/mod.ts';
import { matchFixtures, teamsOfEvent, type NamedFixture } from '#feeds/identity/mod.ts';
import type { ExchangeMarket, Offer } from '#risk/layoff/mod.ts';

/** What marks a market of the exchange; a line of several has more behind it, and is none that orders are made for. */
const MARKET_URN = /^betfair:market:([0-9.]{1,40})$/;
const MINOR_PER_UNIT = 100;
/** Kick-off may be written down so differently for what is the same match. */
const SAME_START_MS = 3 * 3_600_000;
/** From here on another fixture leaves it open which of the two is meant. */
const RIVAL_CONFIDENCE = 0.7;
const MOST_MARKETS = 20_000;

/**
 * The markets of an exchange as ours, from its quotes: fixtures are matched as the hosts do it, by the id or by teams and
 * kick-off. Sizes are taken as units of the house currency.
 */
export class ExchangeMarkets {
  #ours: readonly NamedFixture[] = [];
  /** By the exchange's event; null: none of ours. */
  readonly #matched = new Map<string, FixtureId | null>();
  readonly #quotes = new Map<string, MarketQuotes>();

  /** These are our fixtures now; what was none of them is looked at again. */
  renew(ours: readonly NamedFixture[]): void {
    this.#ours = ours;
    for (const [urn, id] of this.#matched) if (id === null) this.#matched.delete(urn);
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

  #fixtureOf({ urn, name, startsAt }: NonNullable<MarketQuotes['fixture']>): FixtureId | null {
    const known = this.#matched.get(urn);
    if (known !== undefined) return known;
    const teams = teamsOfEvent(name ?? '');
    const isOurs = isFixtureId(urn) && this.#ours.some(({ id }) => id === urn);
    const found = isOurs
      ? urn
      : teams === undefined || startsAt === null
        ? null
        : this.#match({ id: urn, ...teams, startsAt });
    this.#matched.set(urn, found);
    return found;
  }

  #match(theirs: NamedFixture): FixtureId | null {
    const near = this.#ours.filter(
      ({ startsAt }) => Math.abs(startsAt - theirs.startsAt) <= SAME_START_MS,
    );
    const { matched } = matchFixtures([theirs], near, { review: RIVAL_CONFIDENCE });
    const [pair] = matched;
    return pair === undefined ? null : fixtureId(pair.right);
  }
}

const offerOf = (price: OfferedPrice | null): Offer | null =>
  price?.size == null || !(price.odds > 1)
    ? null
    : { odds: price.odds, sizeMinor: Math.floor(price.size * MINOR_PER_UNIT) };
