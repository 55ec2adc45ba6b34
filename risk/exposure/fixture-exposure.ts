import type { AccountId, BetId, MarketKey, OutcomeId } from '#contracts/mod.ts';
import type { FootballIndex, PayoffContext } from '#markets/mod.ts';

import { BySelection } from './by-selection.ts';
import { addByCode, FactorBook } from './factor-book.ts';
import { goalClasses, type FactorLaw } from './factor-spaces.ts';
import { exposureAmounts, type ExposureAmounts } from './exposure-amounts.ts';
import type { HouseRates, StakeTerms } from './house-money.ts';
import {
  carriesEverywhere,
  CODES,
  countFor,
  difference,
  emptyHolding,
  highestByCode,
  LOST,
  NONE,
  NOTHING_HELD,
  nothingSpread,
  WON,
  type AccountHolding,
  type Holding,
} from './holding.ts';
import { partsOf, placeOf, type Backed, type Place } from './place.ts';

export type ExposureBet = StakeTerms & Backed & Readonly<{ betId: BetId; accountId: AccountId }>;
/** Reserved: accepted by the host, not yet known to be written. Both kinds count in full. */
export type Standing = 'reserved' | 'firm';
export type Position = Readonly<{ bet: ExposureBet; standing: Standing }>;

type HeldOn = Readonly<{ held: AccountHolding; wonByAllMinor: number }>;

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
  #everywhere: Float64Array;
  /** Owed in every scenario: bets that no scenario describes. */
  #certain = { owed: 0, staked: 0 };
  #factors = new FactorBook();
  #laws: ReadonlyMap<string, FactorLaw> = new Map();
  #awaitsLaws = false;
  #staked = 0;
  #reservedStaked = 0;
  /** Returns of all bets, as if they could win together: no scenario owes more. */
  #owedAtMost = 0;
  readonly #rates: HouseRates;
  readonly #positions = new Map<BetId, Position>();
  readonly #holdings = new BySelection<Holding>();
  /** Selections whose sums have moved, since somebody asked for the most, and for what is typical. */
  readonly #unspread = new Set<Holding>();
  readonly #untypical = new Set<Holding>();
  /** No scenario of these weights owes more; null when it must be looked up first. */
  #ceiling: { readonly weights: Float64Array; owed: number } | null = null;

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

  get reservedMinor(): number {
    return this.#reservedStaked;
  }

  get bets(): number {
    return this.#positions.size;
  }

  /** Since the last `believe` there are bets on selections beside the core that had none before. */
  get awaitsLaws(): boolean {
    return this.#awaitsLaws;
  }

  positions(): readonly Position[] {
    return [...this.#positions.values()];
  }

  position(betId: BetId): Position | undefined {
    return this.#positions.get(betId);
  }

  /** Adds a bet, or replaces the one with its id. Throws RangeError when the sums would pass 2^53. */
  put(bet: ExposureBet, standing: Standing): void {
    const amounts = exposureAmounts(bet, this.#rates);
    if (!Number.isSafeInteger(this.#owedAtMost + amounts.won))
      throw new RangeError('the exposure would pass 2^53');
    this.remove(bet.betId);
    this.#apply({ bet, standing }, amounts, 1);
    this.#positions.set(bet.betId, { bet, standing });
  }

  remove(betId: BetId): boolean {
    const position = this.#positions.get(betId);
    if (position === undefined) return false;
    this.#apply(position, exposureAmounts(position.bet, this.#rates), -1);
    this.#positions.delete(betId);
    return true;
  }

  /** Takes over the state of the match: after every goal or correction, and when the index grows. */
  rebase(index: FootballIndex, context: PayoffContext): void {
    this.#index = index;
    this.#context = context;
    this.#ceiling = null;
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
    this.#awaitsLaws = false;
    this.#ceiling = null;
    this.#factors.believe(laws);
    for (const holding of this.#holdings.values()) {
      // A bet builder over several factors moves with their chances.
      if (holding.place.on === 'mixed') this.#untypical.add(holding);
    }
  }

  /** What the house owes, returned stake included, when the outcome wins. */
  liabilityMinor(marketKey: MarketKey, outcomeId: OutcomeId): number {
    return this.#holdings.get({ marketKey, outcomeId })?.returns[WON] ?? 0;
  }

  stakedOn(marketKey: MarketKey): number {
    let sum = 0;
    for (const { staked } of this.#holdings.of(marketKey)) sum += staked;
    return sum;
  }

  /** The sums of each selection that begins with the market. Read only, valid until the next change. */
  holdingsOn(marketKey: MarketKey): Iterable<Readonly<Holding>> {
    return this.#holdings.of(marketKey);
  }

  marketKeys(): readonly MarketKey[] {
    const held = [...this.#holdings.values()].filter(({ bets }) => bets > 0);
    const parts = held.flatMap(({ backed }) => partsOf(backed));
    return [...new Set(parts.map(({ marketKey }) => marketKey))];
  }

  /** What an account has on a selection, and what all accounts together get when it wins. */
  heldOn(backed: Backed, accountId: AccountId): HeldOn {
    const holding = this.#holdings.get(backed);
    return {
      held: holding?.accounts.get(accountId) ?? NOTHING_HELD,
      wonByAllMinor: holding?.wonMinor ?? 0,
    };
  }

  /**
   * The smallest profit (negative: a loss) over the scenarios that carry mass in `weights`, over all of them without
   * weights, impossible ones included. 0 for an empty book; where nothing has mass, as if all bets could win together.
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
  worstLossByCode(backed: Backed, weights = this.#everywhere): readonly number[] {
    const place =
      this.#holdings.get(backed)?.place ??
      placeOf({ index: this.#index, context: this.#context }, backed);
    const owedByCode = this.#worstOwed(place, weights);
    this.#lower(weights, owedByCode);
    return Array.from(owedByCode, (owed) => owed - this.#staked);
  }

  /**
   * The largest loss of any scenario that carries mass in `weights`, or something above it that takes no look at
   * the scenarios: each bet since the last look counts as if it won in the worst of them.
   */
  lossCeilingMinor(weights: Float64Array = this.#everywhere): number {
    const known = this.#ceiling?.weights === weights ? this.#ceiling : null;
    return (known ?? this.#lower(weights, this.#worstOwed(null, weights))).owed - this.#staked;
  }

  /** Every scenario has one of the codes, so no more is owed than under the worst of them. */
  #lower(weights: Float64Array, owedByCode: Float64Array): Readonly<{ owed: number }> {
    const owed = Math.max(...owedByCode);
    this.#ceiling = { weights, owed: owed === -Infinity ? this.#owedAtMost : owed };
    return this.#ceiling;
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

  #apply(
    { bet, standing }: Position,
    { stake, returns, reserve, won }: ExposureAmounts,
    sign: 1 | -1,
  ): void {
    const staked = sign * stake;
    const most = sign * won;
    const holding = this.#holdings.get(bet) ?? this.#newHolding(bet);
    let highest = 0;
    for (let code = 0; code < CODES; code += 1) {
      const [typical, beside] = [returns[code] ?? 0, reserve?.[code] ?? 0];
      holding.returns[code] = (holding.returns[code] ?? 0) + sign * typical;
      holding.reserve[code] = (holding.reserve[code] ?? 0) + sign * beside;
      highest = Math.max(highest, typical + beside);
    }
    // What is taken out may not have stood in the worst scenario, so the ceiling stays.
    if (this.#ceiling !== null && sign === 1) this.#ceiling.owed += highest;
    holding.staked += staked;
    holding.bets += sign;
    this.#staked += staked;
    if (standing === 'reserved') this.#reservedStaked += staked;
    this.#owedAtMost += most;
    this.#unspread.add(holding);
    countFor(holding, bet.accountId, { stakedMinor: staked, returnMinor: most, bets: sign });
  }

  #newHolding({ marketKey, outcomeId, also }: Backed): Holding {
    const backed = { marketKey, outcomeId, also };
    const place = placeOf({ index: this.#index, context: this.#context }, backed);
    const holding = emptyHolding(backed, place);
    this.#holdings.set(backed, holding);
    if (place.on !== 'core') this.#awaitsLaws = true;
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
      if (holding.bets === 0) this.#holdings.delete(holding.backed);
    }
    this.#unspread.clear();
  }

  #moveBeside({ place, returns, staked, bets, spread }: Holding, most: Float64Array): void {
    const change = {
      staked: staked - spread.staked,
      bets: Number(bets > 0) - Number(spread.bets > 0),
    };
    const typical = difference(returns, spread.typical);
    Object.assign(spread, { typical: returns.slice(), staked, bets });
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
    for (const holding of [...this.#holdings.values()]) {
      if (holding.bets === 0) this.#holdings.delete(holding.backed);
      else {
        holding.place = placeOf({ index: this.#index, context: this.#context }, holding.backed);
        Object.assign(holding.spread, nothingSpread());
        this.#unspread.add(holding);
      }
    }
  }
}
