import type { AccountId, BetId, MarketKey, OutcomeId } from '#contracts/mod.ts';
import { codeOf, RESULT_BY_CODE, type FootballIndex, type PayoffContext } from '#markets/mod.ts';

import { FactorBook, type Amounts } from './factor-book.ts';
import { goalClasses, type FactorLaw } from './factor-spaces.ts';
import {
  betAmounts,
  exactNumber,
  exposureAmounts,
  type HouseRates,
  type StakeTerms,
} from './house-money.ts';
import { partsOf, placeOf, type Backed, type Place } from './place.ts';

export type ExposureBet = StakeTerms & Backed & Readonly<{ betId: BetId; accountId: AccountId }>;
/** Reserved: accepted by the host, not yet known to be written. Both kinds count in full. */
export type Standing = 'reserved' | 'firm';
export type Position = Readonly<{ bet: ExposureBet; standing: Standing }>;

/** Bets on one selection. Figures are house minor units: whole numbers, exact in a float. */
interface Holding {
  readonly backed: Backed;
  readonly returns: Float64Array;
  readonly reserve: Float64Array;
  place: Place;
  staked: number;
  bets: number;
  /** What of it the vectors hold; `returns` and `reserve` may have moved since. */
  spread: Spread | null;
}
type Spread = Readonly<{ amounts: Amounts; staked: number }>;

/** Open bets of one account on one selection, in house minor units: splitting a stake gains nothing. */
export type AccountHolding = Readonly<{ stakedMinor: number; returnMinor: number; bets: number }>;
const NOTHING: AccountHolding = { stakedMinor: 0, returnMinor: 0, bets: 0 };

export type ExposureScope = Readonly<{
  index: FootballIndex;
  context: PayoffContext;
  rates: HouseRates;
}>;

const WON = codeOf('won');
const LOST = codeOf('lost');
const CODES = RESULT_BY_CODE.length;
const selectionKey = (backed: Backed): string => {
  if (backed.also === undefined) return `${backed.marketKey}/${backed.outcomeId}`;
  return partsOf(backed)
    .map(({ marketKey, outcomeId }) => `${marketKey}/${outcomeId}`)
    .join(' ');
};

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
  #most: Float64Array;
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
  readonly #unspread = new Set<Holding>();
  readonly #accounts = new Map<string, AccountHolding>();

  constructor({ index, context, rates }: ExposureScope) {
    this.#index = index;
    this.#context = context;
    this.#rates = rates;
    this.#payouts = new Float64Array(index.size);
    this.#most = new Float64Array(index.size);
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
    this.#spreadAll();
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
    this.#spreadAll();
    this.#laws = laws;
    this.#factors.believe(laws);
    for (const holding of this.#holdings.values()) {
      // A bet builder over several factors moves with their chances.
      if (holding.place.on === 'mixed') this.#respread(holding);
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
    this.#spreadAll();
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
    const most = this.#most;
    let certain = this.#certain.owed;
    const bound = factors.filter((byClass) => {
      if (byClass.length === 1) certain += byClass[0] ?? 0;
      return byClass.length > 1;
    });
    const { ofCell } = goalClasses(this.#index);
    const highest = new Float64Array(CODES).fill(-Infinity);
    for (let cell = 0; cell < most.length; cell += 1) {
      if ((weights[cell] ?? 0) <= 0) continue;
      let owed = most[cell] ?? 0;
      for (const byClass of bound) owed += byClass[ofCell[cell] ?? 0] ?? 0;
      const code = codes === null ? WON : (codes[cell] ?? WON);
      if (owed > (highest[code] ?? Infinity)) highest[code] = owed;
    }
    return highest.map((owed) => owed + certain);
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
      spread: null,
    };
    this.#holdings.set(key, holding);
    return holding;
  }

  #spreadAll(): void {
    if (this.#unspread.size === 0) return;
    for (const holding of this.#unspread) this.#respread(holding);
    this.#unspread.clear();
  }

  /** Brings the vectors to what the sums of a selection are now. */
  #respread(holding: Holding): void {
    const now = holding.bets === 0 ? null : this.#spreadOf(holding);
    const before = holding.spread;
    this.#move(
      holding.place,
      {
        typical: difference(now?.amounts.typical, before?.amounts.typical),
        most: difference(now?.amounts.most, before?.amounts.most),
      },
      {
        staked: (now?.staked ?? 0) - (before?.staked ?? 0),
        bets: Number(now !== null) - Number(before !== null),
      },
    );
    holding.spread = now;
    if (now === null) this.#holdings.delete(selectionKey(holding.backed));
  }

  #spreadOf({ place, returns, reserve, staked }: Holding): Spread {
    const most = returns.map((amount, code) => amount + (reserve[code] ?? 0));
    if (place.on !== 'mixed') return { amounts: { typical: returns.slice(), most }, staked };
    let chance = 1;
    for (const part of place.factors) chance *= this.#factors.payingChance(part);
    const lost = returns[LOST] ?? 0;
    const typical = returns.map((amount) => lost + Math.round(chance * (amount - lost)));
    return { amounts: { typical, most }, staked };
  }

  #move(place: Place, amounts: Amounts, change: Readonly<{ staked: number; bets: number }>): void {
    switch (place.on) {
      case 'nowhere':
        this.#certain.owed += amounts.most[WON] ?? 0;
        this.#certain.staked += change.staked;
        return;
      case 'factor':
        this.#factors.add(place, amounts, change);
        return;
      case 'core':
      case 'mixed':
        addByCode(this.#payouts, place.codes, amounts.typical);
        addByCode(this.#most, place.codes, amounts.most);
    }
  }

  #rebuild(): void {
    this.#payouts = new Float64Array(this.#index.size);
    this.#most = new Float64Array(this.#index.size);
    this.#certain = { owed: 0, staked: 0 };
    this.#factors = new FactorBook();
    this.#factors.believe(this.#laws);
    this.#unspread.clear();
    for (const [key, holding] of this.#holdings) {
      if (holding.bets === 0) this.#holdings.delete(key);
      else {
        holding.place = placeOf({ index: this.#index, context: this.#context }, holding.backed);
        holding.spread = null;
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

const NONE = new Float64Array(CODES);
const difference = (now: Float64Array = NONE, before: Float64Array = NONE): Float64Array =>
  now.map((amount, code) => amount - (before[code] ?? 0));

function addByCode(onto: Float64Array, codes: Uint8Array, amounts: Float64Array): void {
  if (amounts.every((amount) => amount === 0)) return;
  for (let cell = 0; cell < onto.length; cell += 1) {
    onto[cell] = (onto[cell] ?? 0) + (amounts[codes[cell] ?? WON] ?? 0);
  }
}
