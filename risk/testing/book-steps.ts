import fc from 'fast-check';

import {
  CURRENCIES,
  fixtureId,
  marketKeyOf,
  outcomeId,
  type BetLeg,
  type BetMessage,
  type Odds,
} from '#contracts/mod.ts';
import {
  buildFootballIndex,
  choose,
  countSpace,
  KICK_OFF_CONTEXT,
  RESULT_BY_CODE,
} from '#markets/mod.ts';

import type { FixtureBelief } from '../exposure/scenarios/sampled-fixture.ts';
import { ScenarioBook } from '../exposure/scenarios/scenario-book.ts';
import { ticketOf } from '../exposure/scenarios/ticket.ts';
import { accountOf, betOf } from './arbitraries.ts';

const INDEX = buildFootballIndex(2, 2);
export const SIZE = { seed: 7, scenarios: 256 };
export const FIXTURES = ['a', 'b', 'c', 'd', 'e'].map(fixtureId);
export const UNPRICED = fixtureId('unpriced');

const SELECTIONS = [
  ['match-result', 'home'],
  ['match-result', 'draw'],
  ['total-goals|line=2.25', 'over'],
  ['asian-handicap|line=-0.75|score=0-0', 'home'],
  ['asian-handicap|line=0|score=0-0', 'away'],
  ['total-corners|line=2.5', 'over'],
  ['total-corners|line=2', 'under'],
  ['total-cards|line=2.5', 'over'],
] as const;

/** Chances from a few numbers; cards have no distribution, so a bet on them is drawn by its odds. */
export const belief = (weights: readonly number[], number: number): FixtureBelief => {
  const at = (cell: number): number => (weights[cell % weights.length] ?? 0) + (cell % 7);
  const normal = (size: number): Float64Array => {
    const chances = Float64Array.from({ length: size }, (_, cell) => at(cell));
    const total = chances.reduce((sum, chance) => sum + chance, 0);
    return chances.map((chance) => chance / total);
  };
  const space = countSpace(3, 2);
  return {
    index: INDEX,
    context: KICK_OFF_CONTEXT,
    core: normal(INDEX.size),
    factors: new Map([['corners', { space, chances: normal(space.size) }]]),
    competition: `competition ${number % 2}`,
    day: `2026-06-0${(number % 3) + 1}`,
  };
};
const beliefArbitrary = fc
  .tuple(fc.array(fc.nat(9), { minLength: 3, maxLength: 11 }), fc.nat(5))
  .map(([weights, number]) => belief(weights, number));

const legArbitrary = (fixture: (typeof FIXTURES)[number], leg: number): fc.Arbitrary<BetLeg[]> =>
  fc
    .record({
      on: fc.constantFrom(...SELECTIONS),
      odds: fc.integer({ min: 10_100, max: 60_000 }),
      result: fc.constantFrom(null, null, null, null, ...RESULT_BY_CODE),
      banker: fc.constantFrom(false, false, false, true),
      isBuilder: fc.constantFrom(false, false, false, false, true),
      first: fc.constantFrom(SELECTIONS[0], SELECTIONS[2]),
    })
    .map(({ on, odds, result, banker, isBuilder, first }) => {
      const base = { fixtureId: fixture, catalogueVersion: 1, odds: odds as Odds };
      const part = ([market, outcome]: (typeof SELECTIONS)[number]) => ({
        marketKey: marketKeyOf(market),
        outcomeId: outcomeId(outcome),
      });
      if (!isBuilder) {
        return [
          { ...base, leg, ...part(on), result, ...(banker ? { banker: true as const } : {}) },
        ];
      }
      return [first, SELECTIONS[5]].map((one) => ({
        ...base,
        leg,
        builder: leg,
        ...part(one),
        result: null,
      }));
    });

export const messageArbitrary: fc.Arbitrary<BetMessage> = fc
  .record({
    number: fc.nat(11),
    currency: fc.constantFrom(...CURRENCIES),
    unit: fc.integer({ min: 1, max: 9_000 }),
    legs: fc
      .subarray([...FIXTURES, UNPRICED], { minLength: 1 })
      .chain((on) => fc.tuple(...on.map(legArbitrary))),
    least: fc.nat(3),
  })
  .map(({ number, currency, unit, legs, least }) => {
    const free = legs.filter(([leg]) => leg?.banker !== true).length;
    const first = Math.max(1, free - least);
    const folds = Array.from({ length: free - first + 1 }, (_, at) => first + at);
    const lines = folds.reduce((sum, size) => sum + choose(free, size), 0);
    const terms = { folds: free === 0 ? [0] : folds, lines: Math.max(1, lines) };
    return {
      betId: betOf(number),
      version: 1,
      accountId: accountOf(1),
      status: 'accepted',
      currency,
      stakeMinor: String(unit * terms.lines),
      payoutMinor: null,
      policy: 'none',
      reason: null,
      receivedAt: 0,
      decidedAt: 0,
      ownerEpoch: 1,
      at: 0,
      legs: legs.flat(),
      terms: { ...terms, unitStakeMinor: String(unit) },
    };
  });

export type Step =
  | Readonly<{ put: BetMessage; reserved: boolean }>
  | Readonly<{ remove: number }>
  | Readonly<{ fixture: number; belief: FixtureBelief }>
  | Readonly<{ look: true }>;
export const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ put: messageArbitrary, reserved: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.nat(11).map((remove) => ({ remove })) },
  {
    weight: 2,
    arbitrary: fc.record({ fixture: fc.nat(FIXTURES.length - 1), belief: beliefArbitrary }),
  },
  { weight: 1, arbitrary: fc.constant({ look: true as const }) },
);

type Made = Readonly<{
  book: ScenarioBook;
  open: ReadonlyMap<string, Readonly<{ message: BetMessage; reserved: boolean }>>;
  beliefs: ReadonlyMap<number, FixtureBelief>;
}>;

export function play(steps: readonly Step[]): Made {
  const book = new ScenarioBook(SIZE);
  const open = new Map<string, Readonly<{ message: BetMessage; reserved: boolean }>>();
  const beliefs = new Map<number, FixtureBelief>();
  for (const one of steps) {
    if ('put' in one) {
      book.put(ticketOf(one.put), one.reserved ? 'reserved' : 'firm');
      open.set(one.put.betId, { message: one.put, reserved: one.reserved });
    } else if ('remove' in one) {
      book.remove(betOf(one.remove));
      open.delete(betOf(one.remove));
    } else if ('fixture' in one) {
      book.believe(FIXTURES[one.fixture] ?? UNPRICED, one.belief);
      beliefs.set(one.fixture, one.belief);
    } else book.layers();
  }
  return { book, open, beliefs };
}
