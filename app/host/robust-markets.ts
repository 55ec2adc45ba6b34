import {
  marketKey as keyOf,
  type MarketIdentity,
  type MarketKey,
  type MarketType,
  type OutcomeId,
} from '#contracts/mod.ts';
import {
  boardOf,
  definitionOf,
  gradeMarket,
  hasOneWinner,
  identifyMarket,
  oncePer,
  oncePerKey,
  type MatchRecord,
} from '#markets/mod.ts';
import {
  priceOutcomes,
  type ConsensusCaps,
  type OutcomeView,
  type PricedMarket,
} from '#odds/mod.ts';
import { marketLosses, robustChances } from '#risk/mod.ts';

import type { HostState } from './host-state.ts';
import { inForce } from './overrides.ts';
import type { Agreed } from './robust-book.ts';
import { agreedChances } from './robust-consensus.ts';
import { laddered, skewModeOf } from './skewing.ts';

type Market = Omit<PricedMarket, 'outcomes'> & Readonly<{ outcomes: readonly OutcomeId[] }>;
/** The margin of a market with so many outcomes, in basis points. */
type MarginOf = (market: Pick<PricedMarket, 'key' | 'type'>, outcomeCount: number) => number;

/** Nothing says what to expect of the match, but others quote it, or a trader has opened it. */
export const isQuotedOnly = ({ record, vector, quotes, robust, openings }: HostState): boolean =>
  record.expectation === null &&
  vector === null &&
  quotes.quoted.size + robust.size + openings.size > 0;

/** Whether bets may have moved a market that is priced from other books: their pace is that of the ticks. */
export const betsMoveRobust = ({ exposureMoved, robust }: HostState): boolean =>
  exposureMoved && robust.size > 0;

/** Whether a trader wants the prices of others for a market that the model prices. */
const isChosen = (state: HostState, market: Pick<PricedMarket, 'key' | 'type'>): boolean =>
  state.skewModes.size > 0 && inForce(state.skewModes, market, state.now)?.value === 'robust';

/** Before the model's board is priced: what is on it needs nobody else, unless a trader says so. */
export function leaveToModel(
  state: HostState,
  markets: readonly Pick<PricedMarket, 'key' | 'type'>[],
): void {
  if (state.robust.size === 0) return;
  for (const market of markets) if (!isChosen(state, market)) state.robust.delete(market.key);
}

/**
 * The board with the markets that are priced from other books: those for which a trader chose it, and behind them what
 * others quote and the model, if there is one, does not price. Where they do not agree on enough, a market keeps its last
 * prices and is suspended.
 */
export function withRobust(
  state: HostState,
  modelled: readonly PricedMarket[],
  marginOf: MarginOf,
): readonly PricedMarket[] {
  const { quotes, robust, openings, skewModes, policy } = state;
  const sources = quotes.quoted.size + robust.size + openings.size + skewModes.size;
  if (sources === 0) return modelled;
  const board = modelled.map((market) =>
    isChosen(state, market) ? chosen(state, market) : market,
  );
  if (policy.robust.lossLimitMinor === 0) return board;
  const further = marketsOfOthers(state, new Set(modelled.map(({ key }) => key)));
  return [
    ...board,
    ...further.flatMap(({ key, type }) => {
      const outcomes = outcomesOf(key);
      const market = { key, type, outcomes, marginBps: marginOf({ key, type }, outcomes.length) };
      return priced(state, market) ?? [];
    }),
  ];
}

function chosen(state: HostState, market: PricedMarket): PricedMarket {
  const { key } = market;
  const outcomes = market.outcomes.map(({ id }) => id);
  const isPossible = hasOneWinner(key) && state.policy.robust.lossLimitMinor > 0;
  const agreed = isPossible ? agreedChances(state, key, outcomes) : undefined;
  return agreed === undefined
    ? suspended(state, state.robust.get(key)?.market ?? market, true)
    : sold(state, { ...market, outcomes }, { agreed, hasModel: true });
}

function priced(state: HostState, market: Market): PricedMarket | undefined {
  const agreed = agreedChances(state, market.key, market.outcomes);
  if (agreed !== undefined) return sold(state, market, { agreed, hasModel: false });
  const before = state.robust.get(market.key);
  return before && suspended(state, before.market, false);
}

/** With the prices that are on the board, so that a reader sees what they were. */
function suspended(state: HostState, before: PricedMarket, hasModel: boolean): PricedMarket {
  const published = publishedOf(state, before.key);
  const outcomes = before.outcomes.map((outcome) => ({
    ...outcome,
    odds: published.get(outcome.id) ?? null,
  }));
  const market = { ...before, outcomes };
  state.robust.set(before.key, { market, agreed: null, hasModel });
  return market;
}

type Source = Readonly<{ agreed: Agreed; hasModel: boolean }>;

function sold(
  state: HostState,
  { key, type, marginBps, outcomes }: Market,
  { agreed, hasModel }: Source,
): PricedMarket {
  const views = viewsOf(state, { key, type, marginBps, outcomes }, agreed);
  const published = publishedOf(state, key);
  const consensus = capsOf(state, outcomes, agreed);
  // What explains the price is what made it.
  state.quotes.caps.set(key, consensus);
  const prices = priceOutcomes({ outcomes: views, marginBps, published, consensus });
  const market = laddered(state, { key, type, marginBps, outcomes: prices });
  state.consensusEndsAt = Math.min(state.consensusEndsAt, agreed.endsAt);
  state.robust.set(key, { market, agreed, hasModel });
  return market;
}

/** Nothing that these would hold back passes the cap of the fair price; they say who agreed on it. */
function capsOf(
  { policy }: HostState,
  outcomes: readonly OutcomeId[],
  { chances, books }: Agreed,
): ConsensusCaps {
  const { bandBps } = policy.consensus;
  return new Map(
    outcomes.map((id, at) => [id, { chance: chances[at] ?? 1, books: books.length, bandBps }]),
  );
}

/** Fair chances: what others find, and the same moved by the stakes that came in. */
function viewsOf(
  state: HostState,
  { key, type, outcomes }: Market,
  { chances }: Agreed,
): readonly OutcomeView[] {
  const { lossLimitMinor, clip } = state.policy.robust;
  const mode = skewModeOf(state, { key, type });
  const losses = marketLosses(state.exposure, key, outcomes);
  const moved =
    mode === 'off' || mode === 'ladder'
      ? chances
      : robustChances({ chances, losses, lossLimitMinor }, clip);
  return outcomes.map((id, at) => {
    const model = chances[at] ?? 0;
    return { id, model, skewed: moved[at] ?? model };
  });
}

const publishedOf = ({ board }: HostState, key: MarketKey) =>
  new Map(board.get(key)?.outcomes.map(({ id, odds }) => [id, odds]) ?? []);

const outcomesOf = (key: MarketKey): readonly OutcomeId[] => {
  const identity = identifyMarket(key);
  return identity === undefined ? [] : definitionOf(identity.type).outcomes(identity.specifiers);
};

/** The question of a market whatever its line. */
const questionOf = oncePer(({ type, specifiers }: MarketIdentity): MarketKey => {
  const { line: _line, ...others } = specifiers;
  return keyOf(type, others);
});

/**
 * Whether a market can be sold as the match stands: one outcome wins and none is decided. The match must have the same
 * question on its board at some line: what the feed does not cover could not be settled, and a handicap of an older
 * score is closed.
 */
const openMarkets = oncePer((record: MatchRecord) => {
  const asked = new Set(boardOf(record).map(({ identity }) => questionOf(identity)));
  return oncePerKey((key: MarketKey): Readonly<{ type: MarketType | null }> => {
    const identity = identifyMarket(key);
    const isOpen =
      identity !== undefined &&
      asked.has(questionOf(identity)) &&
      hasOneWinner(key) &&
      [...(gradeMarket(record, key)?.values() ?? [])].every((grade) => grade === 'undecided');
    return { type: isOpen ? identity.type : null };
  });
});

/** What others quote, or quoted once, that can be sold and that `modelled` has not. */
function marketsOfOthers(
  state: HostState,
  modelled: ReadonlySet<MarketKey>,
): readonly Pick<PricedMarket, 'key' | 'type'>[] {
  const { quotes, robust, openings, record } = state;
  const quoted = [...new Set([...robust.keys(), ...quotes.quoted.keys(), ...openings.keys()])];
  const others = quoted.filter((key) => !modelled.has(key));
  if (others.length === 0) return [];
  const typeOf = openMarkets(record);
  return others.flatMap((key) => {
    const { type } = typeOf(key);
    if (type === null) robust.delete(key);
    return type === null ? [] : [{ key, type }];
  });
}
