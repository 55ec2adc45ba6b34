import type { EventState } from './event-state.ts';
import type {
  EventMessage,
  MarketRef,
  OddsChange,
  PlacementWindow,
  SettledMarket,
  UofMarket,
  UofMessageOf,
} from './message.ts';
import type { UofMarketStatus, VoidReason } from './words.ts';

/** A market line as its producer last said it. */
export type Line = Readonly<{
  market: UofMarket;
  /** Whose line it is now. */
  product: number;
  status: UofMarketStatus;
  /** The provider's time of what is said here; older messages do not change it. */
  at: number;
}>;

export type LineSettlement = Readonly<{
  certainty: 1 | 2;
  /** Null once it was rolled back. */
  market: SettledMarket | null;
  at: number;
}>;

export type LineCancel = Readonly<{
  ref: MarketRef;
  window: PlacementWindow;
  voidReason: VoidReason | null;
  isInForce: boolean;
  at: number;
}>;

/** What a message has changed: claims about bets in order, lines by key. */
export type Claim =
  | Readonly<{ kind: 'settled'; market: SettledMarket; certainty: 1 | 2 }>
  | Readonly<{ kind: 'settlement-rolled-back'; ref: MarketRef }>
  | Readonly<
      { kind: 'cancelled' | 'cancel-rolled-back'; ref: MarketRef } & Omit<LineCancel, 'ref'>
    >;
export type BookChange = Readonly<{
  lines: readonly string[];
  claims: readonly Claim[];
  state: EventState | null;
}>;

/** Whether a bet stop of these groups means the market. */
export type IsStopped = (marketId: number, groups: readonly string[]) => boolean;

/** Prematch gives its markets to live and never takes them back. */
const LIVE = 1;
const NO_CHANGE: BookChange = { lines: [], claims: [], state: null };

const sameSettlement = (left: SettledMarket, right: SettledMarket): boolean =>
  JSON.stringify(left.outcomes) === JSON.stringify(right.outcomes) &&
  left.voidReason === right.voidReason;

/**
 * One event of the feed: lines, settlements and cancellations, folded from its messages. Messages that come twice or
 * too late change nothing, so that what a recovery sends again leads to the same book as a run without a break.
 */
export class EventBook {
  readonly lines = new Map<string, Line>();
  readonly settlements = new Map<string, LineSettlement>();
  readonly cancels = new Map<string, LineCancel>();
  #state: EventState | null = null;
  #stateAt = -Infinity;

  get state(): EventState | null {
    return this.#state;
  }

  apply(message: EventMessage, isStopped: IsStopped): BookChange {
    const { timestamp: at } = message;
    const claims = (found: readonly Claim[]): BookChange => ({ ...NO_CHANGE, claims: found });
    switch (message.kind) {
      case 'odds-change':
        return this.#takeOdds(message);
      case 'bet-stop':
        return { ...NO_CHANGE, lines: this.#stop(message, isStopped) };
      case 'bet-settlement': {
        const { markets, certainty } = message;
        return claims(markets.flatMap((market) => this.#settle(market, certainty, at)));
      }
      case 'rollback-bet-settlement':
        return claims(message.markets.flatMap((ref) => this.#rollBack(ref, at)));
      case 'bet-cancel': {
        const { window, markets, supersededBy } = message;
        // Bets on an event with a wrong id are moved by hand.
        if (supersededBy !== null) return NO_CHANGE;
        return claims(
          markets.flatMap(({ voidReason, ...ref }) =>
            this.#cancel({ ref, window, voidReason, isInForce: true, at }),
          ),
        );
      }
      case 'rollback-bet-cancel': {
        const { window, markets } = message;
        return claims(
          markets.flatMap((ref) =>
            this.#cancel({ ref, window, voidReason: null, isInForce: false, at }),
          ),
        );
      }
      case 'fixture-change':
      case 'cash-out':
        return NO_CHANGE;
    }
  }

  #takeOdds({ markets, product, state, timestamp: at }: OddsChange): BookChange {
    const changed = markets.filter((market) => this.#putLine(market, product ?? 0, at));
    const isNew = state !== null && at >= this.#stateAt;
    if (isNew) {
      this.#state = state;
      this.#stateAt = at;
    }
    return { lines: changed.map(({ key }) => key), claims: [], state: isNew ? state : null };
  }

  #putLine(market: UofMarket, product: number, at: number): boolean {
    const before = this.lines.get(market.key);
    if (before?.product === product && at < before.at) return false;
    const isOthers = before !== undefined && before.product !== product;
    // What another producer has taken over already is no longer this one's to hand over or price.
    const isKept = before?.product === LIVE && before.status !== 'handed-over';
    if (isOthers && (market.status === 'handed-over' || isKept)) return false;
    // A line without outcomes tells its status alone: the last prices stay.
    const outcomes = market.outcomes.length === 0 ? before?.market.outcomes : undefined;
    this.lines.set(market.key, {
      market: outcomes === undefined ? market : { ...market, outcomes },
      ...{ product, status: market.status, at },
    });
    return true;
  }

  #stop(message: UofMessageOf<'bet-stop'>, isStopped: IsStopped): readonly string[] {
    const { groups, status, timestamp: at, product } = message;
    const stopped: string[] = [];
    for (const [key, line] of this.lines) {
      const isIts = product === null || line.product === product;
      if (!isIts || line.status !== 'active' || at < line.at) continue;
      if (!isStopped(line.market.marketId, groups)) continue;
      this.lines.set(key, { ...line, status, at });
      stopped.push(key);
    }
    return stopped;
  }

  #settle(market: SettledMarket, certainty: 1 | 2, at: number): readonly Claim[] {
    const before = this.settlements.get(market.key);
    if (before !== undefined && at < before.at) return [];
    const standing = before?.market ?? null;
    // What is confirmed is changed by a rollback, never by a scout.
    if (standing !== null && before?.certainty === 2 && certainty === 1) return [];
    this.settlements.set(market.key, { certainty, market, at });
    const isKnown =
      standing !== null && sameSettlement(standing, market) && before?.certainty === certainty;
    return isKnown ? [] : [{ kind: 'settled', market, certainty }];
  }

  #rollBack(ref: MarketRef, at: number): readonly Claim[] {
    const before = this.settlements.get(ref.key);
    if (before !== undefined && at < before.at) return [];
    this.settlements.set(ref.key, { certainty: before?.certainty ?? 1, market: null, at });
    return before?.market == null ? [] : [{ kind: 'settlement-rolled-back', ref }];
  }

  #cancel(one: LineCancel): readonly Claim[] {
    const { from, to } = one.window;
    const key = `${one.ref.key}@${from ?? ''}-${to ?? ''}`;
    const before = this.cancels.get(key);
    if (before !== undefined && one.at < before.at) return [];
    this.cancels.set(key, one);
    if ((before?.isInForce ?? false) === one.isInForce) return [];
    return [{ kind: one.isInForce ? 'cancelled' : 'cancel-rolled-back', ...one }];
  }
}
