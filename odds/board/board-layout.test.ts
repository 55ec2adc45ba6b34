import { describe, expect, test } from 'vitest';

import {
  fixtureId,
  parseMarketKey,
  type MarketKey,
  type MatchPhase,
  type Side,
} from '#contracts/mod.ts';
import {
  boardOf,
  buildFootballIndex,
  emptyRecord,
  footballDefinitionOf,
  gradeMarket,
  isCoreView,
  isDecided,
  type MatchRecord,
} from '#markets/mod.ts';

import { KICK_OFF, scenarioVector, ZOU_2020, type FootballState } from '../models/mod.ts';
import { layOut } from './board-layout.ts';
import { priceBoard } from './price-board.ts';

const INDEX = buildFootballIndex();
const MINUTE_MS = 60_000;

/** Eleven who start and five on the bench. */
const squad = (side: Side) =>
  Array.from({ length: 16 }, (_, at) => ({
    id: `${side}-${at}`,
    name: `${side} ${at}`,
    side,
    starts: at < 11,
    goalShare: null,
  }));

/** A cup tie of which everything is reported. */
const covered: MatchRecord = {
  ...emptyRecord(fixtureId('layout-test')),
  expectation: { totalGoals: 2.7, supremacy: 0.5 },
  covers: ['corners', 'cards', 'players'],
  decider: 'extra-time',
  players: [...squad('home'), ...squad('away')],
};
const ORDER: readonly MatchPhase[] = ['not-started', 'first-half', 'half-time', 'second-half'];

/** The same tie so many minutes into a phase, after goals of these sides in the first half. */
function at(phase: MatchPhase, minute: number, scorers: readonly Side[] = []): MatchRecord {
  const when = { phase: 'first-half', elapsedMs: 0, minute: 1 } as const;
  return {
    ...covered,
    phase,
    phases: ORDER.slice(0, ORDER.indexOf(phase) + 1),
    clock: { phase, elapsedMs: minute * MINUTE_MS },
    goals: scorers.map((side, n) => ({
      eventId: `g${n}`,
      side,
      player: `${side} ${n}`,
      how: 'play',
      ...when,
    })),
  };
}
const LIVELY: readonly Side[] = ['home', 'away', 'home'];

const vectorAt = (of: FootballState): Float64Array =>
  scenarioVector({ lambda: 1.25, mu: 0.9, parameters: ZOU_2020 }, of, INDEX);
const pure = (vector: Float64Array) => ({ model: vector, skewed: vector });

describe('a layout', () => {
  const vector = vectorAt(KICK_OFF);
  const { markets, distributions } = layOut(covered, INDEX, pure(vector));

  test('has the markets of the board that read the core, in its order', () => {
    const core = boardOf(covered).filter(({ identity }) => {
      const definition = footballDefinitionOf(identity.type);
      return definition !== undefined && isCoreView(definition.reads);
    });
    expect(markets.map(({ key }) => key)).toEqual(core.map(({ key }) => key));
    expect(markets.map(({ outcomes }) => outcomes.map(({ id }) => id))).toEqual(
      core.map(({ outcomes }) => outcomes),
    );
  });

  test('gives every market a distribution of its size, and folds each view once', () => {
    for (const { key, distribution, outcomes } of markets) {
      const size = distributions.get(distribution)?.model.length;
      expect([key, ...outcomes.map(({ payoff }) => payoff.length)]).toEqual([
        key,
        ...outcomes.map(() => size),
      ]);
    }
    expect(distributions.size).toBe(8);
  });

  test('keeps the mass of the core in every view', () => {
    const skewed = vector.map((mass, cell) => mass * (1 + (cell % 5)));
    const moved = layOut(covered, INDEX, { model: vector, skewed }).distributions;
    const sum = (of: Float64Array) => of.reduce((total, each) => total + each, 0);
    for (const { model, skewed: other } of moved.values()) {
      expect(sum(model)).toBeCloseTo(1, 12);
      expect(sum(other)).toBeCloseTo(sum(skewed), 10);
    }
    for (const { model, skewed: other } of distributions.values()) expect(other).toBe(model);
  });

  test('of a match that has ended is empty', () => {
    const over = layOut({ ...covered, phase: 'ended' }, INDEX, pure(vector));
    expect(over.markets).toEqual([]);
    expect(over.distributions.size).toBe(0);
  });
});

/** Of a list of markets: types, markets, outcomes. */
type Size = readonly [types: number, markets: number, outcomes: number];
type Listed = Readonly<{ key: MarketKey; outcomes: readonly unknown[] }>;
const sizeOf = (markets: readonly Listed[]): Size => [
  new Set(markets.map(({ key }) => parseMarketKey(key)?.type)).size,
  markets.length,
  markets.reduce((sum, { outcomes }) => sum + outcomes.length, 0),
];
/** Without the markets that what has happened answers already. */
const stillOpen = (record: MatchRecord) =>
  boardOf(record).filter(({ key }) => {
    const grades = gradeMarket(record, key);
    return grades !== undefined && !isDecided(grades);
  });

const STATES: readonly (readonly [name: string, record: MatchRecord, all: Size, open: Size])[] = [
  ['before kick-off', covered, [101, 294, 751], [101, 294, 751]],
  ['at 0-0 after 30 minutes', at('first-half', 30), [101, 284, 728], [101, 284, 728]],
  ['at 1-0 at half time', at('half-time', 0, ['home']), [80, 223, 569], [74, 216, 555]],
  ['at 2-1 after 65 minutes', at('second-half', 20, LIVELY), [80, 208, 523], [71, 196, 497]],
  ['at 2-1 after 88 minutes', at('second-half', 43, LIVELY), [78, 200, 506], [69, 188, 480]],
];

describe('the size of a board', () => {
  test.each(STATES)('of a cup tie %s', (_, record, all, open) => {
    expect([sizeOf(boardOf(record)), sizeOf(stillOpen(record))]).toEqual([all, open]);
  });

  test.each(STATES)('of a league match is large %s', (_, record) => {
    const [types, , outcomes] = sizeOf(stillOpen({ ...record, decider: null }));
    expect(types).toBeGreaterThanOrEqual(60);
    expect(outcomes).toBeGreaterThanOrEqual(400);
  });

  test('of goals alone is two thirds of the types', () => {
    const bare = { ...covered, decider: null, covers: [], players: [] };
    expect(sizeOf(boardOf(bare))).toEqual([67, 118, 385]);
  });

  test('loses in pricing what the score has answered', () => {
    const record = at('second-half', 20, LIVELY);
    const vector = vectorAt({
      ...KICK_OFF,
      phase: 'second-half',
      elapsedMinutes: 65,
      firstHalf: { home: 2, away: 1 },
    });
    const { markets, distributions } = layOut(record, INDEX, pure(vector));
    const priced = priceBoard({
      markets,
      marginBps: () => 500,
      distributions,
      published: () => new Map(),
    });
    const open = new Set(stillOpen(record).map(({ key }) => key));
    const expected = markets.filter(({ key }) => open.has(key)).map(({ key }) => key);
    expect(priced.map(({ key }) => key)).toEqual(expected);
    expect(priced.length).toBeLessThan(markets.length);
  });
});
