import {
  oddsToDecimal,
  type MarketIdentity,
  type Odds,
  type OutcomeId,
  type OutcomeResult,
  type Side,
} from '#contracts/mod.ts';

import { definitionOf } from './definitions.ts';
import type { MarketDefinition, MatchFacts } from './definitions/definition.ts';
import type { MatchRecord } from './record/match-record.ts';
import { scoreOf, scorersOf } from './record/views.ts';
import {
  buildFootballIndex,
  DEFAULT_SIZES,
  footballCell,
  LARGEST_CLASS,
  NEXT_AWAY,
  NEXT_HOME,
  NEXT_NONE,
  scorerOfGoal,
  type FootballIndex,
} from './spaces/football-index.ts';

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

const SIDE_BY_NEXT = { [NEXT_NONE]: 'none', [NEXT_HOME]: 'home', [NEXT_AWAY]: 'away' } as const;

function factsOfCell(index: FootballIndex, cell: number, scorers: readonly Side[]): MatchFacts {
  const firstHalf = { home: index.h1[cell] ?? 0, away: index.a1[cell] ?? 0 };
  const fullTime = {
    home: firstHalf.home + (index.h2[cell] ?? 0),
    away: firstHalf.away + (index.a2[cell] ?? 0),
  };
  const scorerOf = (goal: number) => {
    const known = scorers[goal - 1];
    if (known !== undefined) return known;
    if (fullTime.home + fullTime.away < goal) return 'none';
    return goal > scorers.length + 1 ? 'unknown' : SIDE_BY_NEXT[scorerOfGoal(index, cell, goal)];
  };
  return { firstHalf, fullTime, scorerOf };
}

const MOST_GOALS = 2 * LARGEST_CLASS + 1;

/** Cells with equal keys have equal facts as far as the definition reads them. */
function factsKey(
  { h1, a1, h2, a2, next }: FootballIndex,
  cell: number,
  reads: MarketDefinition['reads'],
): number {
  const home = h1[cell] ?? 0;
  const away = a1[cell] ?? 0;
  if (reads === 'first-half') return home * MOST_GOALS + away;
  const homeAll = home + (h2[cell] ?? 0);
  const awayAll = away + (a2[cell] ?? 0);
  if (reads === 'full-time') return homeAll * MOST_GOALS + awayAll;
  return (homeAll + awayAll) * 3 + (next[cell] ?? 0);
}

function buildTable(
  index: FootballIndex,
  identity: MarketIdentity,
  scorers: readonly Side[],
): PayoffTable {
  const { outcomes, settle, reads } = definitionOf(identity.type);
  const codes = outcomes.map(() => new Uint8Array(index.size));
  const known = new Map<number, readonly number[]>();
  for (let cell = 0; cell < index.size; cell += 1) {
    const key = factsKey(index, cell, reads);
    let results = known.get(key);
    if (results === undefined) {
      const facts = factsOfCell(index, cell, scorers);
      results = settle(facts, identity.specifiers).map(codeOf);
      known.set(key, results);
    }
    for (let at = 0; at < codes.length; at += 1) {
      const column = codes[at];
      if (column !== undefined) column[cell] = results[at] ?? 0;
    }
  }
  return new Map(outcomes.map((outcome, at) => [outcome, codes[at] ?? new Uint8Array(index.size)]));
}

const tables = new WeakMap<FootballIndex, Map<string, PayoffTable>>();

/** What every outcome of a market comes to in every cell. Cached per (index, what the market pays on). */
export function payoffTable(
  index: FootballIndex,
  identity: MarketIdentity,
  context: PayoffContext,
): PayoffTable {
  const { shape } = definitionOf(identity.type);
  const key = `${identity.type}|${shape(identity.specifiers, context.scorers)}`;
  const ofIndex = tables.get(index) ?? new Map<string, PayoffTable>();
  tables.set(index, ofIndex);
  const table = ofIndex.get(key) ?? buildTable(index, identity, context.scorers);
  ofIndex.set(key, table);
  return table;
}

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
