import type { AccountId, BetId, MarketKey, OutcomeId } from '#contracts/mod.ts';
import type { FootballIndex, PayoffContext } from '#markets/mod.ts';

import { addByCode, FactorBook } from './factor-book.ts';
import { goalClasses, type FactorLaw } from './factor-spaces.ts';
import {
  betAmounts,
  exactNumber,
  exposureAmounts,
  type HouseRates,
  type StakeTerms,
} from './house-money.ts';
import {
  carriesEverywhere,
  CODES,
  difference,
  highestByCode,
  LOST,
  NONE,
  nothingSpread,
  WON,
  type Holding,
} from './holding.ts';
import { partsOf, placeOf, selectionKey, type Backed, type Place } from './place.ts';

export type ExposureBet = StakeTerms & Backed & Readonly<{ betId: BetId; accountId: AccountId }>;
/** Reserved: accepted by the host, not yet known to be written. Both kinds count in full. */
export type Standing = 'reserved' | 'firm';
export type Position = Readonly<{ bet: ExposureBet; standing: Standing }>;

/** Open bets of one account on one selection, in house minor units: splitting a stake gains nothing. */
export type AccountHolding = Readonly<{ stakedMinor: number; returnMinor: number; bets: number }>;
const NOTHING: AccountHolding = { stakedMinor: 0, returnMinor: 0, bets: 0 };

export type ExposureScope = Readonly<{
  index: FootballIndex;
  context: PayoffContext;
  rates: HouseRates;
}>;

/**
 * What the open bets of one fixture cost the house in every scenario: final goals by half and the next
 * scorer (the core), and around it the factors that bets are on. `payouts` is L(w) over the core, returned
 * stakes included. A bet with legs on other fixtures enters with what it owes on average over those, a bet
 * builder with what its parts beside the core leave of it; the worst case counts both in full. Bets of one selection pay
 * alike, so they are held as a few sums that are spread over the cells when somebody asks. All sums are whole
 * minor units: adding and removing in any order gives exactly what a rebuild gives.
 */
export class FixtureExposure {
  #index: FootballIndex;
  #context: PayoffContext;
  #payouts: Float64Array;
  /** The same at most: other fixtures and the factors beside the core decide for the bettors. */
  #owed: Float64Array;
  /** Weights that leave nothing out. */
  #everywhere: Float64Array;
  /** Owed in every scenario: bets that no scenario describes. */
  #certain = { owed: 0, staked: 0 };
  #factors = new FactorBook();
  #laws: ReadonlyMap<string, FactorLaw> = new Map();
  #staked = 0;
  #reservedStaked = 0;
  /** Returns of all bets, as if they could win together: no scenario owes more. */
  #owedAtMost = 0;
  readonly #rates: HouseRates;
  readonly #positions = new Map<BetId, Position>();
  readonly #holdings = new Map<string, Holding>();
  /** Selections whose sums have moved, since somebody asked for the most, and for what is typical. */
  readonly #unspread = new Set<Holding>();
  readonly #untypical = new Set<Holding>();
  readonly #accounts = new Map<string, AccountHolding>();

  constructor({ index, context, rates }: ExposureScope) {
    this.#index = index;
    this.#context = context;
    this.#rates = rates;
    this.#payouts = new Float64Array(index.size);
    this.#owed = new Float64Array(index.size);
    this.#everywhere = new Float64Array(index.size).fill(1);
  }

  get index(): FootballIndex {
    return this.#index;
  }

  get rates(): HouseRates {
    return this.#rates;
  }

  /** L(w) over the core in house minor units; valid until the next change. Read only. */
  get payouts(): Float64Array {
    this.#spreadTypical();
    return this.#payouts;
  }

  get stakedMinor(): number {
    return this.#staked;
  }

  /** The part of `stakedMinor` that is reserved and not yet known to be written. */
  get reservedMinor(): number {
    return this.#reservedStaked;
  }

  get bets(): number {
    return this.#positions.size;
  }

  positions(): readonly Position[] {
    return [...this.#positions.values()];
  }

  position(betId: BetId): Position | undefined {
    return this.#positions.get(betId);
  }

  /** Adds a bet, or replaces the one with its id. Throws RangeError when the sums would pass 2^53. */
  put(bet: ExposureBet, standing: Standing): void {
    this.#refuseOverflow(bet);
    this.remove(bet.betId);
    this.#apply({ bet, standing }, 1);
    this.#positions.set(bet.betId, { bet, standing });
  }

  /** False when there was no such bet. */
  remove(betId: BetId): boolean {
    const position = this.#positions.get(betId);
    if (position === undefined) return false;
    this.#apply(position, -1);
    this.#positions.delete(betId);
    return true;
  }

  /** Takes over the state of the match: after every goal or correction, and when the index grows. */
  rebase(index: FootballIndex, context: PayoffContext): void {
    this.#index = index;
    this.#context = context;
    this.#everywhere = new Float64Array(index.size).fill(1);
    this.#rebuild();
  }

  /**
   * Takes over the distributions of the factors, by name, as prices are made from them: cells without a
   * chance can no longer happen, and expectations follow the others.
   */
  believe(laws: ReadonlyMap<string, FactorLaw>): void {
    this.#spreadMost();
    this.#laws = laws;
    this.#factors.believe(laws);
    for (const holding of this.#holdings.values()) {
      // A bet builder over several factors moves with their chances.
      if (holding.place.on === 'mixed') this.#untypical.add(holding);
    }
  }

  /** What the house owes, returned stake included, when the outcome wins. */
  liabilityMinor(marketKey: MarketKey, outcomeId: OutcomeId): number {
    return this.#holdings.get(selectionKey({ marketKey, outcomeId }))?.returns[WON] ?? 0;
  }

  /** Stakes on all outcomes of a market. */
  stakedOn(marketKey: MarketKey): number {
    let staked = 0;
    for (const holding of this.#holdings.values()) {
      if (holding.backed.marketKey === marketKey) staked += holding.staked;
    }
    return staked;
  }

  /** Keys of the markets with open bets, off the board or on it. */
  marketKeys(): readonly MarketKey[] {
    const held = [...this.#holdings.values()].filter(({ bets }) => bets > 0);
    const parts = held.flatMap(({ backed }) => partsOf(backed));
    return [...new Set(parts.map(({ marketKey }) => marketKey))];
  }

  ofAccount(accountId: AccountId, backed: Backed): AccountHolding {
    return this.#accounts.get(`${accountId}/${selectionKey(backed)}`) ?? NOTHING;
  }

  /**
   * The smallest profit (negative: a loss) over the scenarios that carry mass in `weights`, or over all
   * of them without weights, the ones that have become impossible included. 0 for an empty book; where nothing
   * has mass, as if all bets could win together.
   */
  worstCaseMinor(weights?: Float64Array): number {
    if (this.#positions.size === 0) return 0;
    const most = Math.max(...this.#worstOwed(null, weights));
    return this.#staked - (most === -Infinity ? this.#owedAtMost : most);
  }

  /**
   * Profit expected under a scenario vector that sums to 1, and the distributions of the factors; not
   * rounded. Bets that nothing prices are expected to pay their stakes back.
   */
  expectedMinor(probabilities: Float64Array): number {
    const { payouts } = this;
    let owed = this.#certain.staked + this.#factors.expectedOwed();
    for (let cell = 0; cell < payouts.length; cell += 1) {
      owed += (probabilities[cell] ?? 0) * (payouts[cell] ?? 0);
    }
    return this.#staked - owed;
  }

  /**
   * The largest loss (negative: a profit) among the scenarios where a selection has each result, by code;
   * −Infinity where no scenario gives it. A new bet moves all scenarios of a code by the same amount.
   */
  worstLossByCode(backed: Backed, weights?: Float64Array): readonly number[] {
    const place =
      this.#holdings.get(selectionKey(backed))?.place ??
      placeOf({ index: this.#index, context: this.#context }, backed);
    return Array.from(this.#worstOwed(place, weights), (owed) => owed - this.#staked);
  }

  /** The most that is owed by the result code that a place has; all of it under WON without a place. */
  #worstOwed(place: Place | null, weights: Float64Array = this.#everywhere): Float64Array {
    this.#spreadMost();
    const own = place?.on === 'factor' ? place : undefined;
    const others = this.#factors
      .mostOwed(this.#index)
      .filter(({ group }) => group !== own?.group)
      .map(({ byClass }) => byClass);
    if (own === undefined) {
      const codes = place === null || place.on === 'nowhere' ? null : place.codes;
      return this.#scan(codes, weights, others);
    }
    const owed = new Float64Array(CODES);
    this.#factors.mostByCode(own, this.#index).forEach((byClass, code) => {
      owed[code] = this.#scan(null, weights, [...others, byClass])[WON] ?? 0;
    });
    return owed;
  }

  #scan(
    codes: Uint8Array | null,
    weights: Float64Array,
    factors: readonly Float64Array[],
  ): Float64Array {
    let certain = this.#certain.owed;
    const bound: Float64Array[] = [];
    for (const byClass of factors) {
      if (byClass.length === 1) certain += byClass[0] ?? 0;
      else bound.push(byClass);
    }
    const owed = bound.length === 0 ? this.#owed : this.#owedWith(bound);
    const highest = highestByCode(owed, codes, carriesEverywhere(weights) ? null : weights);
    for (let code = 0; code < CODES; code += 1) highest[code] = (highest[code] ?? 0) + certain;
    return highest;
  }

  /** With the factors that the final score binds. */
  #owedWith(bound: readonly Float64Array[]): Float64Array {
    const { ofCell } = goalClasses(this.#index);
    const owed = this.#owed.slice();
    for (const byClass of bound) {
      for (let cell = 0; cell < owed.length; cell += 1) {
        owed[cell] = (owed[cell] ?? 0) + (byClass[ofCell[cell] ?? 0] ?? 0);
      }
    }
    return owed;
  }

  #apply({ bet, standing }: Position, sign: 1 | -1): void {
    const { stake, returns, reserve } = exposureAmounts(bet, this.#rates);
    const staked = sign * exactNumber(stake);
    const most = sign * exactNumber(betAmounts(bet, this.#rates).returns[WON] ?? 0n);
    const key = selectionKey(bet);
    const holding = this.#holdings.get(key) ?? this.#newHolding(key, bet);
    returns.forEach((amount, code) => {
      holding.returns[code] = (holding.returns[code] ?? 0) + sign * exactNumber(amount);
    });
    reserve?.forEach((amount, code) => {
      holding.reserve[code] = (holding.reserve[code] ?? 0) + sign * exactNumber(amount);
    });
    holding.staked += staked;
    holding.bets += sign;
    this.#staked += staked;
    if (standing === 'reserved') this.#reservedStaked += staked;
    this.#owedAtMost += most;
    this.#unspread.add(holding);
    this.#count(`${bet.accountId}/${key}`, { staked, won: most, sign });
  }

  #newHolding(key: string, { marketKey, outcomeId, also }: Backed): Holding {
    const backed = { marketKey, outcomeId, also };
    const holding: Holding = {
      backed,
      returns: new Float64Array(CODES),
      reserve: new Float64Array(CODES),
      place: placeOf({ index: this.#index, context: this.#context }, backed),
      staked: 0,
      bets: 0,
      spread: nothingSpread(),
    };
    this.#holdings.set(key, holding);
    return holding;
  }

  /** Brings what is owed at most to the sums of now, and everything beside the core. */
  #spreadMost(): void {
    for (const holding of this.#unspread) {
      const { place, returns, reserve, spread } = holding;
      const now =
        holding.bets === 0 ? NONE : returns.map((sum, code) => sum + (reserve[code] ?? 0));
      const most = difference(now, spread.most);
      spread.most = now;
      if (place.on === 'core' || place.on === 'mixed') {
        addByCode(this.#owed, place.codes, most);
        this.#untypical.add(holding);
      } else this.#moveBeside(holding, most);
      if (holding.bets === 0) this.#holdings.delete(selectionKey(holding.backed));
    }
    this.#unspread.clear();
  }

  #moveBeside({ place, returns, staked, bets, spread }: Holding, most: Float64Array): void {
    const change = {
      staked: staked - spread.staked,
      bets: Number(bets > 0) - Number(spread.bets > 0),
    };
    const typical = difference(returns, spread.typical);
    spread.typical = returns.slice();
    spread.staked = staked;
    spread.bets = bets;
    if (place.on === 'factor') this.#factors.add(place, { typical, most }, change);
    else {
      this.#certain.owed += most[WON] ?? 0;
      this.#certain.staked += change.staked;
    }
  }

  #spreadTypical(): void {
    this.#spreadMost();
    for (const holding of this.#untypical) {
      const { place, spread } = holding;
      if (place.on !== 'core' && place.on !== 'mixed') continue;
      const now = this.#typicalOf(holding);
      addByCode(this.#payouts, place.codes, difference(now, spread.typical));
      spread.typical = now;
    }
    this.#untypical.clear();
  }

  #typicalOf({ place, returns }: Holding): Float64Array {
    if (place.on !== 'mixed') return returns.slice();
    let chance = 1;
    for (const part of place.factors) chance *= this.#factors.payingChance(part);
    const lost = returns[LOST] ?? 0;
    return returns.map((amount) => lost + Math.round(chance * (amount - lost)));
  }

  #rebuild(): void {
    this.#payouts = new Float64Array(this.#index.size);
    this.#owed = new Float64Array(this.#index.size);
    this.#certain = { owed: 0, staked: 0 };
    this.#factors = new FactorBook();
    this.#factors.believe(this.#laws);
    this.#unspread.clear();
    this.#untypical.clear();
    for (const [key, holding] of this.#holdings) {
      if (holding.bets === 0) this.#holdings.delete(key);
      else {
        holding.place = placeOf({ index: this.#index, context: this.#context }, holding.backed);
        Object.assign(holding.spread, nothingSpread());
        this.#unspread.add(holding);
      }
    }
  }

  #count(key: string, change: Readonly<{ staked: number; won: number; sign: 1 | -1 }>): void {
    const held = this.#accounts.get(key) ?? NOTHING;
    const bets = held.bets + change.sign;
    if (bets === 0) this.#accounts.delete(key);
    else {
      const stakedMinor = held.stakedMinor + change.staked;
      this.#accounts.set(key, { stakedMinor, returnMinor: held.returnMinor + change.won, bets });
    }
  }

  #refuseOverflow(bet: ExposureBet): void {
    const added = exactNumber(betAmounts(bet, this.#rates).returns[WON] ?? 0n);
    if (!Number.isSafeInteger(this.#owedAtMost + added)) {
      throw new RangeError('the exposure would pass 2^53');
    }
  }
}
