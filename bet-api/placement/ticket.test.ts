import { describe, expect, test } from 'vitest';

import {
  fixtureId,
  marketKeyOf,
  outcomeId,
  Refusal,
  type PlaceLeg,
  type PlaceMultipleBody,
} from '#contracts/mod.ts';
import { SYSTEMS } from '#markets/mod.ts';

import { ticketOf } from './ticket.ts';

const leg = (number: number, changed: Partial<PlaceLeg> = {}): PlaceLeg => ({
  fixtureId: fixtureId(`match-${number}`),
  marketKey: marketKeyOf('match-result'),
  outcomeId: outcomeId('home'),
  odds: 2,
  ...changed,
});
const legs = (count: number): PlaceLeg[] => Array.from({ length: count }, (_, at) => leg(at));
const part = (outcome: string) => ({
  marketKey: marketKeyOf('total-goals|line=2.5'),
  outcomeId: outcomeId(outcome),
});
const builder = (number: number, outcomes: readonly string[]): PlaceLeg => ({
  fixtureId: fixtureId(`match-${number}`),
  builder: outcomes.map(part),
  odds: 3,
});
const body = (changed: Partial<PlaceMultipleBody>): PlaceMultipleBody => ({
  legs: legs(2),
  unitStake: '1.00',
  pricePolicy: 'none',
  ...changed,
});

function refusalOf(changed: Partial<PlaceMultipleBody>): Refusal | undefined {
  try {
    ticketOf(body(changed), 'EUR');
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

describe('what a request asks for', () => {
  test('an accumulator is one line of all its legs', () => {
    expect(ticketOf(body({ legs: legs(3) }), 'EUR')).toMatchObject({
      terms: { folds: [3], lines: 1, unitStakeMinor: '100' },
      stakeMinor: 100n,
    });
  });

  test.each(Object.entries(SYSTEMS))('%s: its stake is that of all lines', (name, system) => {
    const wanted = body({ legs: legs(system.legs), system: name as keyof typeof SYSTEMS });
    const { terms, stakeMinor } = ticketOf(wanted, 'EUR');
    const lines = { 3: [4, 7], 4: [11, 15], 5: [26, 31], 6: [57, 63], 7: [120], 8: [247] };
    expect(lines[system.legs]).toContain(terms?.lines);
    expect(stakeMinor).toBe(BigInt(terms?.lines ?? 0) * 100n);
  });

  test('bankers stand in every line, and the sizes are counted without them', () => {
    const wanted = body({ legs: [leg(0, { banker: true }), ...legs(4).slice(1)], folds: [2, 0] });
    const ticket = ticketOf(wanted, 'EUR');
    expect(ticket.terms).toEqual({ folds: [0, 2], lines: 4, unitStakeMinor: '100' });
    expect(ticket.legs.map(({ banker }) => banker)).toEqual([true, false, false, false]);
  });

  test('one leg is a single, a bet builder too', () => {
    expect(ticketOf(body({ legs: legs(1) }), 'EUR')).toMatchObject({ terms: null });
    const { legs: made, terms } = ticketOf(body({ legs: [builder(0, ['over', 'under'])] }), 'EUR');
    expect(terms).toBeNull();
    expect(made[0].selection).toMatchObject({ ...part('over'), also: [part('under')] });
  });

  test('sixty-three legs in twos', () => {
    expect(ticketOf(body({ legs: legs(63), folds: [2] }), 'EUR').terms?.lines).toBe(1953);
  });
});

test.each<[string, Partial<PlaceMultipleBody>, object]>([
  ['LEGS_TOO_MANY', { legs: legs(64) }, { legs: 64, most: 63 }],
  ['LINES_TOO_MANY', { legs: legs(63), folds: [4] }, { lines: 595_665, most: 100_000 }],
  ['LEG_DUPLICATE', { legs: [leg(0), leg(1), leg(0)] }, { leg: 2 }],
  ['LEG_DUPLICATE', { legs: [leg(0), builder(1, ['over', 'over'])] }, { leg: 1 }],
  ['LEGS_RELATED', { legs: [leg(0), leg(0, { outcomeId: outcomeId('draw') })] }, { leg: 1 }],
  ['LEGS_RELATED', { legs: [leg(0), builder(0, ['over', 'under'])] }, { leg: 1 }],
  ['SYSTEM_INVALID', { legs: legs(3), system: 'Yankee' }, {}],
  ['SYSTEM_INVALID', { legs: legs(3), system: 'Trixie', folds: [2, 3] }, {}],
  ['SYSTEM_INVALID', { legs: legs(3), folds: [4] }, {}],
  ['SYSTEM_INVALID', { legs: legs(3), folds: [0] }, {}],
  ['SYSTEM_INVALID', { legs: legs(3), folds: [2, 2] }, {}],
  ['STAKE_INVALID', { unitStake: '0.00' }, {}],
  ['STAKE_INVALID', { unitStake: '-1' }, {}],
  ['STAKE_INVALID', { unitStake: '1.001' }, {}],
  ['BAD_REQUEST', { legs: [leg(0, { odds: 2.00001 })] }, {}],
  ['BAD_REQUEST', { legs: [{ fixtureId: fixtureId('a'), odds: 2 }] }, {}],
  ['BAD_REQUEST', { legs: [{ ...builder(0, ['over', 'under']), ...part('over') }] }, {}],
  ['BAD_REQUEST', { legs: [] }, {}],
])('%s: %j', (code, changed, detail) => {
  const refusal = refusalOf(changed);
  expect(refusal?.code).toBe(code);
  expect(refusal?.detail).toMatchObject(detail);
});
