import {
  oddsToDecimal,
  type MarketIdentity,
  type Odds,
  type OutcomeId,
  type OutcomeResult,
  type Side,
} from '#contracts/mod.ts';

import type { MatchRecord } from '../record/match-record.ts';
import { scoreOf, scorersOf } from '../record/views.ts';
import {
  buildFootballIndex,
  DEFAULT_SIZES,
  footballCell,
  LARGEST_CLASS,
  NEXT_AWAY,
  NEXT_HOME,
  NEXT_NONE,
  type FootballIndex,
} from '../spaces/football-index.ts';
import { factsAt, foldOf } from './core-views.ts';
import { settleWith, type FootballDefinition } from './definition.ts';
import { FOOTBALL_DEFINITIONS } from './definitions.ts';
import { isCoreView, type FootballFacts, type FootballView } from './facts.ts';
import type { Space } from './spaces.ts';

/** Results by code, in the order of what they pay. A payoff table holds one code per cell. */
export const RESULT_BY_CODE = ['lost', 'half-lost', 'void', 'half-won', 'won'] as const;
export const codeOf = (result: OutcomeResult): number => RESULT_BY_CODE.indexOf(result);

/** What each code pays per unit of stake at these odds, in the order of the codes. */
export function factorsAt(odds: Odds): readonly [0, 0.5, 1, number, number] {
  const decimal = oddsToDecimal(odds);
  return [0, 0.5, 1, (1 + decimal) / 2, decimal];
}

/**
 * What has happened, as far as a table depends on it: the teams that scored in the 90 minutes so far. A
 * table holds while this does: after each goal, and after a correction, take the tables anew.
 */
export type PayoffContext = Readonly<{ scorers: readonly Side[] }>;
export const KICK_OFF_CONTEXT: PayoffContext = { scorers: [] };
export const payoffContext = (record: MatchRecord): PayoffContext => ({
  scorers: scorersOf(record),
});

/** Per outcome one result code per cell. Shared between fixtures: never write to it. */
export type PayoffTable = ReadonlyMap<OutcomeId, Uint8Array>;

const definitionOf = ({ type }: MarketIdentity): FootballDefinition | undefined =>
  (FOOTBALL_DEFINITIONS as ReadonlyMap<string, FootballDefinition>).get(type);

function tabulate(
  definition: FootballDefinition,
  { specifiers }: MarketIdentity,
  size: number,
  factsOf: (cell: number) => FootballFacts[FootballView],
): PayoffTable {
  const outcomes = definition.outcomes(specifiers);
  const columns = outcomes.map(() => new Uint8Array(size));
  for (let cell = 0; cell < size; cell += 1) {
    const results = settleWith(definition, factsOf(cell), specifiers);
    columns.forEach((column, at) => (column[cell] = codeOf(results[at] ?? 'lost')));
  }
  return new Map(outcomes.map((outcome, at) => [outcome, columns[at] ?? new Uint8Array(size)]));
}

/** Tables of one index or space by what they depend on; the oldest leave when there are too many. */
type Cache = Map<string, PayoffTable>;
const MOST_TABLES = 4_000;

function cached(cache: Cache, key: string, build: () => PayoffTable): PayoffTable {
  const known = cache.get(key);
  if (known !== undefined) return known;
  if (cache.size >= MOST_TABLES) cache.clear();
  const table = build();
  cache.set(key, table);
  return table;
}

/** Specifiers in their own order: another order only costs a second table. */
function textOf({ shape }: FootballDefinition, { specifiers }: MarketIdentity): string {
  if (shape !== undefined) return shape(specifiers);
  let text = '';
  for (const name in specifiers) text += `${name}=${specifiers[name] ?? ''}|`;
  return text;
}

/** The order of past goals matters to nothing but the goal markets. */
const contextOf = ({ reads }: FootballDefinition, { scorers }: PayoffContext): string =>
  reads === 'next-goal' ? scorers.join() : '';

/** The table that a market was last asked for: boards hand over one identity again and again. */
type Latest = Readonly<{ index: FootballIndex; context: string; table: PayoffTable }>;
const latest = new WeakMap<MarketIdentity, Latest>();

const viewCaches = new WeakMap<FootballIndex, Cache>();

/**
 * What every outcome comes to in every cell of the view that the market reads, for pricing from the view's
 * marginal. Undefined for a market that reads a factor beside the core.
 */
export function viewTable(
  index: FootballIndex,
  identity: MarketIdentity,
  context: PayoffContext,
): PayoffTable | undefined {
  const definition = definitionOf(identity);
  if (definition === undefined || !isCoreView(definition.reads)) return undefined;
  const { reads } = definition;
  const contextText = contextOf(definition, context);
  const last = latest.get(identity);
  if (last?.index === index && last.context === contextText) return last.table;
  const cache = viewCaches.get(index) ?? new Map<string, PayoffTable>();
  viewCaches.set(index, cache);
  const key = `${identity.type},${textOf(definition, identity)},${contextText}`;
  const table = cached(cache, key, () =>
    tabulate(definition, identity, foldOf(index, reads).size, (cell) =>
      factsAt(index, reads, cell, context.scorers),
    ),
  );
  latest.set(identity, { index, context: contextText, table });
  return table;
}

const tableCaches = new WeakMap<FootballIndex, Map<PayoffTable, PayoffTable>>();

/**
 * What every outcome of a market comes to in every cell of the core. Cached per (index, what the market
 * pays on). Undefined for a market that reads a factor beside the core: no cell says what it pays.
 */
export function payoffTable(
  index: FootballIndex,
  identity: MarketIdentity,
  context: PayoffContext,
): PayoffTable | undefined {
  const view = viewTable(index, identity, context);
  const reads = definitionOf(identity)?.reads;
  if (view === undefined || reads === undefined || !isCoreView(reads)) return undefined;
  const known = tableCaches.get(index) ?? new Map<PayoffTable, PayoffTable>();
  tableCaches.set(index, known);
  const table = known.get(view) ?? spread(view, foldOf(index, reads).ofCell);
  if (known.size >= MOST_TABLES) known.clear();
  known.set(view, table);
  return table;
}

const spread = (view: PayoffTable, ofCell: Uint16Array): PayoffTable =>
  new Map(
    [...view].map(([outcome, codes]) => [
      outcome,
      Uint8Array.from(ofCell, (cell) => codes[cell] ?? 0),
    ]),
  );

const latestOfSpace = new WeakMap<
  MarketIdentity,
  Readonly<{ space: string; table: PayoffTable }>
>();
const spaceCaches = new Map<string, Cache>();

/** The same for a factor beside the core: result codes over the cells of its space. */
export function spaceTable(space: Space, identity: MarketIdentity): PayoffTable {
  const last = latestOfSpace.get(identity);
  if (last?.space === space.key) return last.table;
  const definition = definitionOf(identity);
  if (definition === undefined) throw new RangeError(`${identity.type} is no football market`);
  const cache = spaceCaches.get(space.key) ?? new Map<string, PayoffTable>();
  spaceCaches.set(space.key, cache);
  // Players and intervals share their table: what chooses the distribution does not change the payoff.
  const key = `${identity.type},${payingOf(definition, identity)}`;
  const table = cached(cache, key, () => tabulate(definition, identity, space.size, space.factsOf));
  latestOfSpace.set(identity, { space: space.key, table });
  return table;
}

const payingOf = (definition: FootballDefinition, identity: MarketIdentity): string => {
  const { reads } = definition;
  const chosenOnly = reads === 'player' || reads === 'interval' || reads === 'corner-race';
  return chosenOnly ? '' : textOf(definition, identity);
};

/**
 * The cell of a completed match, seen from the moment when `goalsBefore` goals of the 90 minutes had been
 * scored: `next` is the team of the goal after those. Exact while the index is at least as large as the
 * score of each half; see `indexFor`.
 */
export function projectRecord(record: MatchRecord, index: FootballIndex, goalsBefore = 0): number {
  const { firstHalf, secondHalf } = scoreOf(record);
  const next = scorersOf(record)[goalsBefore];
  const tag = next === undefined ? NEXT_NONE : next === 'home' ? NEXT_HOME : NEXT_AWAY;
  const score = {
    h1: firstHalf.home,
    a1: firstHalf.away,
    h2: secondHalf.home,
    a2: secondHalf.away,
  };
  return footballCell(index, score, tag);
}

/** Classes kept free above the present score, so that what may still happen is not lumped together. */
const HEADROOM = 3;

/** The index that a record needs: the default one, or a larger one for a high score in either half. */
export function indexFor(record: MatchRecord): FootballIndex {
  const { firstHalf, secondHalf } = scoreOf(record);
  const sizeFor = (least: number, { home, away }: { home: number; away: number }, open: boolean) =>
    Math.min(LARGEST_CLASS, Math.max(least, Math.max(home, away) + (open ? HEADROOM : 0)));
  const inFirst = record.phase === 'not-started' || record.phase === 'first-half';
  return buildFootballIndex(
    sizeFor(DEFAULT_SIZES.maxFirst, firstHalf, inFirst),
    sizeFor(DEFAULT_SIZES.maxSecond, secondHalf, record.phase === 'second-half'),
  );
}
