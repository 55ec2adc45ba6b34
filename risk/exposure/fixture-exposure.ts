import type { AccountId, BetId, Leg, MarketKey, OutcomeId } from '#contracts/mod.ts';
import {
  codeOf,
  identifyMarket,
  payoffTable,
  RESULT_BY_CODE,
  type FootballIndex,
  type PayoffContext,
} from '#markets/mod.ts';

import {
  betAmounts,
  exactNumber,
  exposureAmounts,
  type HouseRates,
  type StakeTerms,
} from './house-money.ts';

/** What a bet backs: one outcome, or (a bet builder) several of the fixture that must all win. */
export type Backed = Readonly<{
  marketKey: MarketKey;
  outcomeId: OutcomeId;
  also?: readonly Leg[] | undefined;
}>;
export type ExposureBet = StakeTerms & Backed & Readonly<{ betId: BetId; accountId: AccountId }>;
/** Reserved: accepted by the host, not yet known to be written. Both kinds count in full. */
export type Standing = 'reserved' | 'firm';
export type Position = Readonly<{ bet: ExposureBet; standing: Standing }>;

/** Bets on one selection. Figures are house minor units: whole numbers, exact in a float. */
interface Holding {
  readonly backed: Backed;
  readonly returns: Float64Array;
  readonly reserve: Float64Array;
  staked: number;
  bets: number;
}

/** Open bets of one account on one selection, in house minor units: splitting a stake gains nothing. */
export type AccountHolding = Readonly<{ stakedMinor: number; returnMinor: number; bets: number }>;
const NOTHING: AccountHolding = { stakedMinor: 0, returnMinor: 0, bets: 0 };

export type ExposureScope = Readonly<{
  index: FootballIndex;
  context: PayoffContext;
  rates: HouseRates;
}>;

const WON = codeOf('won');
const CODES = RESULT_BY_CODE.length;
const LOST = codeOf('lost');
/** Everything that must win. */
export const partsOf = ({ marketKey, outcomeId, also = [] }: Backed): readonly [Leg, ...Leg[]] => [
  { marketKey, outcomeId },
  ...also,
];
const selectionKey = (backed: Backed): string =>
  partsOf(backed)
    .map(({ marketKey, outcomeId }) => `${marketKey}/${outcomeId}`)
    .join(' ');

/**
 * What the open bets of one fixture cost the house in every scenario. `payouts` is L(w), returned stakes
 * included, so that the profit in w is `staked − L(w)`. A bet with legs on other fixtures enters with what
 * it owes on average over those; the worst case adds what it can owe beyond that. Bets of one selection pay
 * alike, so they are held as five sums; a goal rebuilds the vector from selections and not from bets. All sums are whole minor
 * units: adding and removing in any order gives exactly what a rebuild gives.
 */
export class FixtureExposure {
  #index: FootballIndex;
  #context: PayoffContext;
  #payouts: Float64Array;
  /** What bets with legs elsewhere can owe beyond their part of `payouts`. */
  #reserve: Float64Array;
  /** Weights that leave nothing out. */
  #everywhere: Float64Array;
  #staked = 0;
  /** Returns of all bets, as if they could win together: no scenario owes more. */
  #owedAtMost = 0;
  readonly #rates: HouseRates;
  readonly #positions = new Map<BetId, Position>();
  readonly #holdings = new Map<string, Holding>();
  readonly #accounts = new Map<string, AccountHolding>();

  constructor({ index, context, rates }: ExposureScope) {
    this.#index = index;
    this.#context = context;
    this.#rates = rates;
    this.#payouts = new Float64Array(index.size);
    this.#reserve = new Float64Array(index.size);
    this.#everywhere = new Float64Array(index.size).fill(1);
  }

  get index(): FootballIndex {
    return this.#index;
  }

  get rates(): HouseRates {
    return this.#rates;
  }

  /** L(w) in house minor units; valid until the next `rebase`. Read only. */
  get payouts(): Float64Array {
    return this.#payouts;
  }

  get stakedMinor(): number {
    return this.#staked;
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
    this.#apply(bet, 1);
    this.#positions.set(bet.betId, { bet, standing });
  }

  /** False when there was no such bet. */
  remove(betId: BetId): boolean {
    const position = this.#positions.get(betId);
    if (position === undefined) return false;
    this.#apply(position.bet, -1);
    this.#positions.delete(betId);
    return true;
  }

  /** Takes over the state of the match: after every goal or correction, and when the index grows. */
  rebase(index: FootballIndex, context: PayoffContext): void {
    this.#index = index;
    this.#context = context;
    this.#payouts = new Float64Array(index.size);
    this.#reserve = new Float64Array(index.size);
    this.#everywhere = new Float64Array(index.size).fill(1);
    for (const holding of this.#holdings.values()) {
      this.#spread(holding, holding.returns, this.#payouts);
      this.#spread(holding, holding.reserve, this.#reserve);
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
    const parts = [...this.#holdings.values()].flatMap(({ backed }) => partsOf(backed));
    return [...new Set(parts.map(({ marketKey }) => marketKey))];
  }

  ofAccount(accountId: AccountId, backed: Backed): AccountHolding {
    return this.#accounts.get(`${accountId}/${selectionKey(backed)}`) ?? NOTHING;
  }

  /**
   * The smallest profit (negative: a loss) over the scenarios that carry mass in `weights`, or over all
   * of them without weights, the ones that have become impossible included. 0 for an empty book.
   */
  worstCaseMinor(weights?: Float64Array): number {
    const payouts = this.#payouts;
    const reserve = this.#reserve;
    const counts = weights ?? this.#everywhere;
    let most = -Infinity;
    for (let cell = 0; cell < payouts.length; cell += 1) {
      const owed = (payouts[cell] ?? 0) + (reserve[cell] ?? 0);
      if (owed > most && (counts[cell] ?? 0) > 0) most = owed;
    }
    return most === -Infinity ? 0 : this.#staked - most;
  }

  /** Profit expected under a scenario vector that sums to 1; not rounded. */
  expectedMinor(probabilities: Float64Array): number {
    const payouts = this.#payouts;
    let owed = 0;
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
    const payouts = this.#payouts;
    const reserve = this.#reserve;
    const codes = this.#codes(backed);
    const counts = weights ?? this.#everywhere;
    const most = new Float64Array(CODES).fill(-Infinity);
    for (let cell = 0; cell < payouts.length; cell += 1) {
      const code = codes[cell] ?? WON;
      const owed = (payouts[cell] ?? 0) + (reserve[cell] ?? 0);
      if (owed > (most[code] ?? Infinity) && (counts[cell] ?? 0) > 0) most[code] = owed;
    }
    return Array.from(most, (owed) => owed - this.#staked);
  }

  /** A bet builder is lost with any of its parts; else it counts as the first of them. */
  #codes(backed: Backed): Uint8Array {
    const [first, ...also] = partsOf(backed).map((part) => this.#codesOf(part));
    if (first === undefined || also.length === 0) return first ?? new Uint8Array();
    return first.map((code, cell) => (also.some((codes) => codes[cell] === LOST) ? LOST : code));
  }

  /** A market that no scenario describes counts as won everywhere. */
  #codesOf({ marketKey, outcomeId }: Leg): Uint8Array {
    const identity = identifyMarket(marketKey);
    const table = identity && payoffTable(this.#index, identity, this.#context);
    return table?.get(outcomeId) ?? new Uint8Array(this.#index.size).fill(WON);
  }

  #spread({ backed }: Holding, amounts: Float64Array, onto: Float64Array): void {
    if (amounts.every((amount) => amount === 0)) return;
    const codes = this.#codes(backed);
    for (let cell = 0; cell < onto.length; cell += 1) {
      onto[cell] = (onto[cell] ?? 0) + (amounts[codes[cell] ?? WON] ?? 0);
    }
  }

  #apply(bet: ExposureBet, sign: 1 | -1): void {
    const { stake, returns, reserve } = exposureAmounts(bet, this.#rates);
    const staked = sign * exactNumber(stake);
    const amounts = Float64Array.from(returns, (amount) => sign * exactNumber(amount));
    const added = Float64Array.from(reserve ?? [], (amount) => sign * exactNumber(amount));
    const most = sign * exactNumber(betAmounts(bet, this.#rates).returns[WON] ?? 0n);
    const { marketKey, outcomeId, also } = bet;
    const key = selectionKey(bet);
    const holding = this.#holdings.get(key) ?? {
      backed: { marketKey, outcomeId, also },
      returns: new Float64Array(CODES),
      reserve: new Float64Array(CODES),
      staked: 0,
      bets: 0,
    };
    amounts.forEach((amount, code) => {
      holding.returns[code] = (holding.returns[code] ?? 0) + amount;
    });
    added.forEach((amount, code) => {
      holding.reserve[code] = (holding.reserve[code] ?? 0) + amount;
    });
    holding.staked += staked;
    holding.bets += sign;
    this.#staked += staked;
    this.#owedAtMost += most;
    if (holding.bets === 0) this.#holdings.delete(key);
    else this.#holdings.set(key, holding);
    this.#spread(holding, amounts, this.#payouts);
    this.#spread(holding, added, this.#reserve);
    this.#count(`${bet.accountId}/${key}`, { staked, won: most, sign });
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
