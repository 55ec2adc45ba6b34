import {
  betId,
  type BetId,
  type BetMessage,
  type BetStatus,
  type Currency,
  type FixtureId,
} from '#contracts/mod.ts';
import { buildFootballIndex, KICK_OFF_CONTEXT } from '#markets/mod.ts';

import {
  FixtureExposure,
  openSelections,
  returnIfWon,
  toHouseDown,
  toHouseUp,
  type HouseRates,
  type OpenSelection,
} from './exposure/mod.ts';

/** Open bets of one scope: money in one currency, `returnMinor` if all of them win. */
export type OpenTotals = Readonly<{ bets: number; stakedMinor: bigint; returnMinor: bigint }>;
const NOTHING_OPEN: OpenTotals = { bets: 0, stakedMinor: 0n, returnMinor: 0n };

export type FixtureTotals = OpenTotals & Readonly<{ worstCaseMinor: bigint }>;
export type PortfolioTotals = Readonly<{
  house: FixtureTotals;
  fixtures: ReadonlyMap<FixtureId, FixtureTotals>;
  currencies: ReadonlyMap<Currency, OpenTotals>;
  days: ReadonlyMap<string, OpenTotals>;
}>;

/** `known`: no newer than what is held. `gap`: versions are missing, so read the bet itself. */
export type ApplyOutcome = 'applied' | 'known' | 'gap';

const IS_OPEN: Readonly<Record<BetStatus, boolean>> = {
  delayed: false,
  accepted: true,
  rejected: false,
  settled: false,
  void: false,
  'cashed-out': false,
};

const sum = (left: OpenTotals, right: OpenTotals): OpenTotals => ({
  bets: left.bets + right.bets,
  stakedMinor: left.stakedMinor + right.stakedMinor,
  returnMinor: left.returnMinor + right.returnMinor,
});
const plus = <Key>(totals: Map<Key, OpenTotals>, key: Key, change: OpenTotals): void => {
  const now = sum(totals.get(key) ?? NOTHING_OPEN, change);
  if (now.bets === 0) totals.delete(key);
  else totals.set(key, now);
};
const negative = ({ bets, stakedMinor, returnMinor }: OpenTotals): OpenTotals => ({
  bets: -bets,
  stakedMinor: -stakedMinor,
  returnMinor: -returnMinor,
});

const DAY_LENGTH = 'yyyy-mm-dd'.length;
const utcDay = (time: number): string => new Date(time).toISOString().slice(0, DAY_LENGTH);

export type PortfolioFollower = Readonly<{
  take: (message: BetMessage) => void;
  drop: (betId: BetId) => void;
}>;
const NOBODY: PortfolioFollower = { take: () => undefined, drop: () => undefined };

/** An open bet with what it adds to its totals, in the house currency and in its own. */
type Position = Readonly<{ message: BetMessage; house: OpenTotals; own: OpenTotals }>;

function positionOf(message: BetMessage, rates: HouseRates): Position {
  const { currency } = message;
  const stakeMinor = BigInt(message.stakeMinor);
  const returnMinor = returnIfWon(message);
  const stakedMinor = toHouseDown(stakeMinor, currency, rates);
  const owed = stakedMinor + toHouseUp(returnMinor - stakeMinor, currency, rates);
  return {
    message,
    own: { bets: 1, stakedMinor: stakeMinor, returnMinor },
    house: { bets: 1, stakedMinor, returnMinor: owed },
  };
}

/**
 * All open bets of the house by fixture, currency and day, as the fold of bet messages. Each message holds
 * its whole bet, so an effect is counted once per bet whatever comes twice, late or out of order; sums are
 * whole minor units, so incremental equals rebuilt exactly. A multiple charges the fixture of every open
 * leg with what it owes if the others win, which errs on the safe side.
 */
export class Portfolio {
  readonly #rates: HouseRates;
  readonly #follow: PortfolioFollower;
  readonly #versions = new Map<BetId, Readonly<{ version: number; at: number }>>();
  readonly #open = new Map<BetId, Position>();
  readonly #exposures = new Map<FixtureId, FixtureExposure>();
  readonly #fixtures = new Map<FixtureId, OpenTotals>();
  readonly #currencies = new Map<Currency, OpenTotals>();
  readonly #days = new Map<string, OpenTotals>();
  #house: OpenTotals = NOTHING_OPEN;
  #changes = 0;

  /** `follow` hears of every message that stands, and of bets that are no longer open without one. */
  constructor(rates: HouseRates, follow: PortfolioFollower = NOBODY) {
    this.#rates = rates;
    this.#follow = follow;
  }

  /** Grows with every change of the totals. */
  get changes(): number {
    return this.#changes;
  }

  get openBets(): readonly BetMessage[] {
    return [...this.#open.values()].map(({ message }) => message);
  }

  apply(message: BetMessage): ApplyOutcome {
    const known = this.#versions.get(message.betId)?.version ?? 0;
    if (message.version <= known) return 'known';
    if (message.version > known + 1) return 'gap';
    this.#take(message);
    return 'applied';
  }

  /** The bet as PostgreSQL has it: closes a gap. Ignored when it is older than what is held. */
  replace(message: BetMessage): void {
    if (message.version > (this.#versions.get(message.betId)?.version ?? 0)) this.#take(message);
  }

  /** Every open bet, as PostgreSQL has them: what is not among them is no longer open. */
  rebuild(open: readonly BetMessage[]): void {
    const ids = new Set(open.map(({ betId }) => betId));
    for (const id of [...this.#open.keys()]) {
      if (ids.has(id)) continue;
      this.#close(id);
      this.#follow.drop(id);
    }
    for (const message of open) this.replace(message);
  }

  /** Forgets versions of closed bets last heard of before `before`: the streams no longer repeat those. */
  prune(before: number): void {
    for (const [id, { at }] of this.#versions) {
      if (at < before && !this.#open.has(id)) this.#versions.delete(id);
    }
  }

  /** Worst case over every scenario of the fixture, the ones that the match has ruled out included. */
  worstCaseMinor(fixtureId: FixtureId): bigint {
    return BigInt(this.#exposures.get(fixtureId)?.worstCaseMinor() ?? 0);
  }

  fixtureIds(): readonly FixtureId[] {
    return [...this.#fixtures.keys()];
  }

  totals(): PortfolioTotals {
    const fixtures = new Map<FixtureId, FixtureTotals>();
    let worstCaseMinor = 0n;
    for (const [fixtureId, totals] of this.#fixtures) {
      const worst = this.worstCaseMinor(fixtureId);
      worstCaseMinor += worst;
      fixtures.set(fixtureId, { ...totals, worstCaseMinor: worst });
    }
    return {
      house: { ...this.#house, worstCaseMinor },
      fixtures,
      currencies: new Map(this.#currencies),
      days: new Map(this.#days),
    };
  }

  #take(message: BetMessage): void {
    this.#close(message.betId);
    this.#versions.set(message.betId, { version: message.version, at: message.at });
    this.#follow.take(message);
    if (!IS_OPEN[message.status]) return;
    const position = positionOf(message, this.#rates);
    this.#open.set(message.betId, position);
    this.#count(position, 1);
  }

  #close(id: BetId): void {
    const position = this.#open.get(id);
    if (position === undefined) return;
    this.#open.delete(id);
    this.#count(position, -1);
  }

  #count({ message, house, own }: Position, sign: 1 | -1): void {
    const change = sign === 1 ? house : negative(house);
    this.#changes += 1;
    this.#house = sum(this.#house, change);
    plus(this.#currencies, message.currency, sign === 1 ? own : negative(own));
    plus(this.#days, utcDay(message.receivedAt), change);
    for (const fixtureId of new Set(message.legs.map((leg) => leg.fixtureId))) {
      plus(this.#fixtures, fixtureId, change);
    }
    openSelections(message).forEach((selection, at) => {
      this.#expose(selection, at, sign);
    });
  }

  #expose({ fixtureId, bet }: OpenSelection, at: number, sign: 1 | -1): void {
    const exposure = this.#exposures.get(fixtureId) ?? this.#newExposure();
    // A bet may have several selections on one fixture, whoever took it.
    const id = betId(`${bet.betId}/${at}`);
    if (sign === -1) exposure.remove(id);
    else exposure.put({ ...bet, betId: id }, 'firm');
    if (exposure.bets === 0) this.#exposures.delete(fixtureId);
    else this.#exposures.set(fixtureId, exposure);
  }

  /** Without the score of the match: lines and scores are absolute, and a later next goal pays both teams. */
  #newExposure(): FixtureExposure {
    const index = buildFootballIndex();
    return new FixtureExposure({ index, context: KICK_OFF_CONTEXT, rates: this.#rates });
  }
}
