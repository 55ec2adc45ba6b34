import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { MIN_ODDS, type BetBonus, type Odds, type Terms } from '#contracts/mod.ts';

import {
  accumulatorBonus,
  ACCUMULATOR_BONUSES,
  accumulatorBonusFor,
  accumulatorPercentBps,
} from './accumulator-bonus.ts';
import { betPayout, boostedOdds, placeFactor, winFactor, type SettledLeg } from './bet-payout.ts';
import { LEG_RESULTS } from './leg-factor.ts';
import { add, isBelow, multiply, ONE, rational, roundHalfUp, subtract, ZERO } from './rational.ts';
import { lineCount, SYSTEMS } from './systems.ts';

const odds = (decimal: number): Odds => Math.round(decimal * 10_000) as Odds;
const won = (decimal: number): SettledLeg => ({ odds: odds(decimal), result: 'won' });
const lost = (decimal: number): SettledLeg => ({ odds: odds(decimal), result: 'lost' });
const voided = (decimal: number): SettledLeg => ({ odds: odds(decimal), result: 'void' });

const GRANT = '0190a000-0000-7000-8000-000000000001';
const FREE: BetBonus = { kind: 'free-bet', grantId: GRANT, stakeReturned: false };
const FREE_RETURNED: BetBonus = { ...FREE, stakeReturned: true };
const boost = (changed: object): BetBonus => ({
  kind: 'boost',
  grantId: GRANT,
  of: 'winnings',
  percentBps: 2_000,
  capMinor: '100000',
  ...changed,
});

const terms = (legs: number, folds: readonly number[], unit: bigint, eachWay = false): Terms => ({
  folds: [...folds],
  lines: lineCount(legs, folds) * (eachWay ? 2 : 1),
  unitStakeMinor: String(unit),
  ...(eachWay ? { eachWay: true as const } : {}),
});

type Bet = Parameters<typeof betPayout>[0];
const single = (leg: SettledLeg, bonus: BetBonus | null, stakeMinor = 1_000n) =>
  betPayout({ stakeMinor, terms: null, bonus, legs: [leg] });

const LEG = fc
  .record({
    odds: fc.integer({ min: MIN_ODDS, max: 200_000 }).map((value) => value as Odds),
    result: fc.constantFrom(...LEG_RESULTS),
    banker: fc.boolean(),
    dead: fc.integer({ min: 1, max: 4 }),
    rule4: fc.constantFrom(0n, 5n, 90n),
    fraction: fc.constantFrom(4n, 5n),
    placed: fc.constantFrom(...LEG_RESULTS),
  })
  .map(({ dead, rule4, fraction, placed, ...leg }): SettledLeg => ({
    ...leg,
    deadHeat: rational(1n, BigInt(dead)),
    rule4: rational(rule4),
    place: { fraction: rational(1n, fraction), result: placed, deadHeat: rational(1n, 2n) },
  }));

/** Any bet of up to eight legs, each-way or not, with a bonus of any kind. */
const BET: fc.Arbitrary<Bet> = fc
  .record({
    legs: fc.array(LEG, { minLength: 1, maxLength: 8 }),
    wanted: fc.uniqueArray(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 4 }),
    unit: fc.bigInt({ min: 1n, max: 5_000n }),
    eachWay: fc.boolean(),
    bonus: fc.constantFrom<BetBonus | null>(
      null,
      FREE,
      FREE_RETURNED,
      boost({}),
      boost({ of: 'price', selection: 0 }),
      boost({ of: 'price', selection: 2, capMinor: '250' }),
      { kind: 'accumulator', version: 1, capMinor: '100000' },
    ),
  })
  .map(({ legs, wanted, unit, eachWay, bonus }) => {
    const free = legs.filter(({ banker }) => !banker).length;
    const least = free < legs.length ? 0 : 1;
    const fitting = wanted.filter((size) => size >= least && size <= free);
    const made = terms(free, fitting.length === 0 ? [free] : fitting, unit, eachWay);
    return { legs, terms: made, bonus, stakeMinor: BigInt(made.lines) * unit };
  });

function* sublists<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  if (size === 0) yield [];
  for (let at = 0; at < items.length && size > 0; at += 1)
    for (const rest of sublists(items.slice(at + 1), size - 1)) yield [items[at] as T, ...rest];
}

/** The obvious way: each line written out and paid by itself. */
function lineByLine({ legs, terms: made, bonus }: Bet) {
  if (made === null) throw new Error('needs terms');
  const bankers = legs.filter(({ banker }) => banker);
  const free = legs.filter(({ banker }) => !banker);
  const parts = made.eachWay
    ? [winFactor, (leg: SettledLeg) => (leg.place ? placeFactor(leg, leg.place) : ZERO)]
    : [winFactor];
  let sum = ZERO;
  let lines = 0;
  for (const part of parts)
    for (const size of made.folds)
      for (const chosen of sublists(free, size)) {
        const product = [...bankers, ...chosen].map(part).reduce(multiply, ONE);
        lines += 1;
        if (bonus?.kind !== 'free-bet' || bonus.stakeReturned) sum = add(sum, product);
        else if (isBelow(ONE, product)) sum = add(sum, subtract(product, ONE));
      }
  return { lines, total: roundHalfUp(multiply(sum, rational(BigInt(made.unitStakeMinor)))) };
}

const allVoid = ({ legs, terms: made }: Bet): boolean =>
  legs.every((leg) => leg.result === 'void' && (!made?.eachWay || leg.place?.result === 'void'));

describe('every bet', () => {
  property.prop([BET])('pays what its lines pay one by one', (bet) => {
    const { lines, total } = lineByLine(bet);
    expect(bet.terms?.lines).toBe(lines);
    const { basicMinor } = betPayout(bet);
    expect(basicMinor).toBe(bet.bonus?.kind === 'free-bet' && allVoid(bet) ? 0n : total);
  });

  property.prop([BET])(
    'gets from its bonus nothing below zero and nothing above the cap',
    (bet) => {
      const { payoutMinor, basicMinor, extraMinor } = betPayout(bet);
      expect(payoutMinor).toBe(basicMinor + extraMinor);
      expect(extraMinor).toBeGreaterThanOrEqual(0n);
      const { bonus } = bet;
      const cap = bonus && 'capMinor' in bonus ? BigInt(bonus.capMinor) : 0n;
      expect(extraMinor).toBeLessThanOrEqual(cap);
      const isLoss = basicMinor <= bet.stakeMinor;
      const isOfWinnings =
        bonus?.kind === 'accumulator' || (bonus && 'of' in bonus && bonus.of === 'winnings');
      if (isLoss && isOfWinnings) expect(extraMinor).toBe(0n);
    },
  );

  property.prop([BET, fc.integer({ min: 0, max: 7 }), fc.bigInt({ min: 0n, max: 9_999n })])(
    'with a boosted price pays as at that price, up to the cap',
    (bet, selection, cap) => {
      const percentBps = 2_500;
      const bonus = boost({ of: 'price', selection, percentBps, capMinor: String(cap) });
      const legs = bet.legs.map((leg, at) =>
        at === selection ? { ...leg, odds: boostedOdds(leg.odds, percentBps) } : leg,
      );
      const gain = lineByLine({ ...bet, bonus, legs }).total - lineByLine({ ...bet, bonus }).total;
      expect(betPayout({ ...bet, bonus }).extraMinor).toBe(gain < cap ? gain : cap);
    },
  );

  property.prop([BET])(
    'that is free costs its customer nothing and never pays less than zero',
    (bet) => {
      const free = betPayout({ ...bet, bonus: FREE }).payoutMinor;
      const returned = betPayout({ ...bet, bonus: FREE_RETURNED }).payoutMinor;
      const cash = betPayout({ ...bet, bonus: null }).payoutMinor;
      expect(free).toBeGreaterThanOrEqual(0n);
      expect(free).toBeLessThanOrEqual(returned);
      expect(returned).toBe(allVoid(bet) ? 0n : cash);
    },
  );
});

describe('free bets', () => {
  // 10 at 3.5: 35 with the stake, 25 without (Pinnacle and others publish it so).
  test.each([
    [FREE, won(3.5), 2_500n],
    [FREE_RETURNED, won(3.5), 3_500n],
    [FREE, lost(3.5), 0n],
    [FREE, { odds: odds(3.5), result: 'half-won' }, 1_250n],
    [FREE, { odds: odds(3.5), result: 'half-lost' }, 0n],
    [FREE_RETURNED, { odds: odds(3.5), result: 'half-lost' }, 500n],
    [FREE, voided(3.5), 0n],
    [FREE_RETURNED, voided(3.5), 0n],
  ] as const)('%o on %o pays %s', (bonus, leg, paid) => {
    expect(single(leg, bonus).payoutMinor).toBe(paid);
  });

  test('a Lucky 15 without its stakes pays the winnings of each line', () => {
    const legs = [won(2), won(3.5), won(4), won(1.5)];
    const made = terms(4, SYSTEMS['Lucky 15'].folds, 100n);
    const bet = { stakeMinor: 1_500n, terms: made, legs };
    expect(betPayout({ ...bet, bonus: null }).payoutMinor).toBe(16_775n);
    expect(betPayout({ ...bet, bonus: FREE }).payoutMinor).toBe(15_275n);
  });

  test('of very many lines are worked out at once when no leg pays a part of its stake', () => {
    const legs = Array.from({ length: 63 }, (_, at) => (at % 3 === 0 ? lost(2) : won(2)));
    const made = terms(63, [3], 1n);
    const { payoutMinor } = betPayout({
      stakeMinor: BigInt(made.lines),
      terms: made,
      bonus: FREE,
      legs,
    });
    // 42 winners: C(42, 3) lines of 8 - 1.
    expect(payoutMinor).toBe(11_480n * 7n);
  });
});

describe('boosts', () => {
  test.each([
    [boost({}), won(2.5), 300n],
    [boost({ capMinor: '120' }), won(2.5), 120n],
    [boost({ of: 'price' }), won(2.5), 500n],
    [boost({ of: 'price', percentBps: 333 }), won(1.01), 34n],
    [boost({}), voided(2.5), 0n],
    [boost({ of: 'price' }), voided(2.5), 0n],
    [boost({ of: 'price' }), lost(2.5), 0n],
    [boost({}), { odds: odds(2.5), result: 'half-lost' }, 0n],
    [boost({ of: 'price' }), { odds: odds(2.5), result: 'half-won' }, 250n],
  ] as const)('%o on %o adds %s', (bonus, leg, extra) => {
    expect(single(leg, bonus).extraMinor).toBe(extra);
  });
});

describe('accumulator bonuses', () => {
  const bonus = accumulatorBonusFor(5, 'EUR');
  const accumulator = (legs: readonly SettledLeg[], cap = bonus) =>
    betPayout({
      stakeMinor: 1_000n,
      terms: terms(legs.length, [legs.length], 1_000n),
      bonus: cap,
      legs,
    });

  test('are there from five legs on, with the cap of the currency', () => {
    expect([1, 4].map((legs) => accumulatorBonusFor(legs, 'EUR'))).toEqual([null, null]);
    expect(bonus).toEqual({ kind: 'accumulator', version: 1, capMinor: '1000000' });
    expect(accumulatorBonusFor(20, 'JPY')).toMatchObject({ capMinor: '1500000' });
  });

  test('grow with the legs that won at the least price', () => {
    const legs = (count: number) => Array.from({ length: count }, () => won(1.5));
    expect(accumulator(legs(5)).extraMinor).toBe(330n); // 5 % of 65.94
    expect(accumulator(legs(6)).extraMinor).toBe(779n); // 7.5 % of 103.91
    expect(accumulator(legs(9)).extraMinor).toBe(5_616n); // 15 % of 374.43
  });

  test('a void leg, a half result and a low price count one leg less', () => {
    const five = Array.from({ length: 5 }, () => won(1.5));
    const [, ...four] = five;
    expect(accumulator([...four, voided(1.5)]).extraMinor).toBe(0n);
    expect(accumulator([...five, voided(1.5)]).extraMinor).toBe(330n);
    expect(accumulator([...four, { odds: odds(1.5), result: 'half-won' }]).extraMinor).toBe(0n);
    expect(accumulator([...four, won(1.4999)]).extraMinor).toBe(0n);
  });

  test('stop at the cap and pay nothing on a loss', () => {
    const legs = Array.from({ length: 8 }, () => won(10));
    expect(accumulator(legs).extraMinor).toBe(1_000_000n);
    expect(accumulator([...legs, lost(2)]).extraMinor).toBe(0n);
  });

  test('tables are ascending, and one that never was is refused', () => {
    for (const table of ACCUMULATOR_BONUSES) {
      const counts = table.steps.map(({ legs }) => legs);
      expect(counts).toEqual(counts.toSorted((a, b) => a - b));
      expect(accumulatorPercentBps(table, 0)).toBe(0);
    }
    expect(ACCUMULATOR_BONUSES.map(({ version }) => version)).toEqual(
      ACCUMULATOR_BONUSES.map((_, at) => at + 1),
    );
    expect(() => accumulatorBonus(0)).toThrow(RangeError);
  });
});

describe('each-way', () => {
  const fifth = rational(1n, 5n);
  const runner = (decimal: number, result: SettledLeg['result'], placed: SettledLeg['result']) => ({
    odds: odds(decimal),
    result,
    place: { fraction: fifth, result: placed },
  });
  const bet = (legs: readonly SettledLeg[], folds: readonly number[], unit: bigint) => {
    const made = terms(legs.length, folds, unit, true);
    return betPayout({ stakeMinor: BigInt(made.lines) * unit, terms: made, bonus: null, legs });
  };

  // Published: 5 each way at 10/1 and 20/1, a fifth the odds; 10 each way double 5/1 won and 7/1 placed.
  test.each([
    [[runner(11, 'won', 'won')], [1], 500n, 7_000n],
    [[runner(11, 'lost', 'won')], [1], 500n, 1_500n],
    [[runner(21, 'won', 'won')], [1], 500n, 13_000n],
    [[runner(21, 'lost', 'won')], [1], 500n, 2_500n],
    [[runner(6, 'won', 'won'), runner(8, 'lost', 'won')], [2], 1_000n, 4_800n],
    [[runner(6, 'void', 'void'), runner(8, 'lost', 'won')], [2], 1_000n, 2_400n],
  ] as const)('%o in %o by %s pays %s', (legs, folds, unit, paid) => {
    expect(bet(legs, folds, unit).payoutMinor).toBe(paid);
  });

  test('a Lucky 15 is fifteen win lines and fifteen place lines', () => {
    const legs = [
      runner(6, 'won', 'won'),
      runner(8, 'lost', 'won'),
      runner(3, 'won', 'won'),
      runner(11, 'lost', 'lost'),
    ];
    // Win parts 6 and 3: 6 + 3 + 18. Place parts 2, 2.4 and 1.4: (3 x 3.4 x 2.4) - 1.
    expect(bet(legs, SYSTEMS['Lucky 15'].folds, 100n).payoutMinor).toBe(2_700n + 2_348n);
  });
});
