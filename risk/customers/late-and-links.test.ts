import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { InputError } from '#contracts/mod.ts';
import { seededRandom } from '#platform/mod.ts';

import {
  hitChance,
  LATE_TEST,
  lateVerdict,
  NO_LATE_BETS,
  observeLate,
  type InPlayBet,
} from './late-bets.ts';
import { linkRules, ringsOf, timingLinks, type TimedBet } from './links.ts';

const late = (bets: readonly InPlayBet[]) =>
  bets.reduce((state, bet) => observeLate(LATE_TEST, state, bet), NO_LATE_BETS);

describe('late bets', () => {
  test('2.7 goals in 95 minutes: one within 5 seconds with a chance of 0.0023656', () => {
    expect(hitChance(2.7 / 95, 5 / 60)).toBeCloseTo(0.0023656, 7);
  });

  test('a hit weighs by how unlikely it was, a miss by little', () => {
    const one = late([{ hit: true, chance: 0.0024 }]);
    expect(one.llr).toBeCloseTo(Math.log(0.06 / 0.0024), 12);
    const miss = late([{ hit: false, chance: 0.0024 }]);
    expect(miss.llr).toBeCloseTo(Math.log(0.94 / 0.9976), 12);
  });

  test('three hits in five bets are enough, and somebody lucky once is not', () => {
    const chance = 0.0024;
    const misses = Array.from({ length: 2 }, () => ({ hit: false, chance }));
    const hits = (count: number) => Array.from({ length: count }, () => ({ hit: true, chance }));
    expect(lateVerdict(LATE_TEST, late([...misses, ...hits(3)])).flagged).toBe(true);
    expect(lateVerdict(LATE_TEST, late([...misses, ...hits(1)])).flagged).toBe(false);
  });

  property.prop([
    fc.array(
      fc.record({ hit: fc.boolean(), chance: fc.double({ min: 1e-6, max: 0.999, noNaN: true }) }),
      { maxLength: 50 },
    ),
  ])('the ratio is finite and a fair one: its mean under the chances is 1', (bets) => {
    const { llr, expected, hits } = late(bets);
    expect(Number.isFinite(llr)).toBe(true);
    expect(hits).toBe(bets.filter(({ hit }) => hit).length);
    expect(expected).toBeCloseTo(
      bets.reduce((sum, { chance }) => sum + chance, 0),
      9,
    );
    for (const { chance } of bets) {
      const ratio = (hit: boolean): number => Math.exp(late([{ hit, chance }]).llr);
      expect(chance * ratio(true) + (1 - chance) * ratio(false)).toBeCloseTo(1, 9);
    }
  });

  test.for([0, 1, -0.1, Number.NaN])('a chance of %d is refused', (chance) => {
    expect(() => observeLate(LATE_TEST, NO_LATE_BETS, { hit: true, chance })).toThrow(InputError);
  });
});

const RING = Array.from({ length: 10 }, (_, at) => `ring-${at}`);

/** Ordinary customers who bet at all times on popular things, and a ring with a few tips. */
function bets(seed: number, tips: number): readonly TimedBet[] {
  const random = seededRandom(`links-${seed}`);
  const ordinary = Array.from({ length: 12_000 }, (): TimedBet => {
    const selection = `${random.int(60)}/${random.int(4)}`;
    return { account: `customer-${random.int(300)}`, selection, atMs: random.int(6 * 86_400_000) };
  });
  const ring = Array.from({ length: tips }, (_, tip) => {
    const atMs = random.int(6 * 86_400_000);
    return RING.map((account) => ({
      account,
      selection: `${tip}/0`,
      atMs: atMs + random.int(40_000),
    }));
  });
  return [...ordinary, ...ring.flat()];
}

describe('links by timing', () => {
  test('a ring of ten with six tips is found whole, and nobody else', () => {
    const links = timingLinks(bets(1, 6), linkRules(310));
    expect(links).toHaveLength(45);
    expect(links.every(({ accounts }) => accounts.every((name) => RING.includes(name)))).toBe(true);
    const [ring] = ringsOf(links, []);
    expect(ring?.accounts).toEqual(RING.toSorted());
  });

  test('nobody is linked without a ring', () => {
    expect(timingLinks(bets(2, 0), linkRules(310))).toEqual([]);
  });

  test('a rush of everybody on one selection links nobody', () => {
    const rush = ['a/0', 'b/0', 'c/0', 'd/0'].flatMap((selection, at) =>
      Array.from({ length: 60 }, (_, customer): TimedBet => ({
        account: `customer-${customer}`,
        selection,
        atMs: at * 3_600_000 + customer * 500,
      })),
    );
    expect(timingLinks(rush, linkRules(60))).toEqual([]);
  });

  test('splitting a stake into many bets is one coincidence', () => {
    const split = Array.from({ length: 20 }, (_, at) => [
      { account: 'a', selection: 'x', atMs: at * 100 },
      { account: 'b', selection: 'x', atMs: at * 100 + 50 },
    ]).flat();
    expect(timingLinks(split, { ...linkRules(2), leastCoincidences: 2 })).toEqual([]);
  });

  test('two bets exactly a window apart coincide, and a millisecond more do not', () => {
    const rules = { windowMs: 1_000, falsePairs: Infinity, leastCoincidences: 1 };
    const apart = (atMs: number) =>
      timingLinks(
        [
          { account: 'a', selection: 'x', atMs: 0 },
          { account: 'b', selection: 'x', atMs },
        ],
        rules,
      ).length;
    expect([apart(1_000), apart(1_001)]).toEqual([1, 0]);
  });
});

describe('rings', () => {
  const pairs = fc.array(fc.tuple(fc.nat(12), fc.nat(12)), { maxLength: 20 });

  property.prop([pairs])('are the components that a slow search finds', (drawn) => {
    const links = drawn
      .filter(([left, right]) => left !== right)
      .map(([left, right]) => ({
        accounts: [`a${left}`, `a${right}`] as const,
        coincidences: 3,
        expected: 0,
        p: 0,
      }));
    const groups = new Map<string, Set<string>>();
    for (const { accounts } of links) {
      const joined = new Set(accounts.flatMap((name) => [name, ...(groups.get(name) ?? [])]));
      for (const name of joined) groups.set(name, joined);
    }
    const slow = [...new Set(groups.values())].map((group) => [...group].toSorted().join());
    const found = ringsOf(links, []).map(({ accounts }) => accounts.join());
    expect(found.toSorted()).toEqual(slow.toSorted());
  });

  test('are held together by devices and instruments, but not by what a whole shop shares', () => {
    const shop = Array.from({ length: 40 }, (_, at) => ({ account: `s${at}`, trait: 'address 1' }));
    const shared = [
      { account: 'a', trait: 'device 7' },
      { account: 'b', trait: 'device 7' },
      { account: 'b', trait: 'card 9' },
      { account: 'c', trait: 'card 9' },
      { account: 'd', trait: 'card 5' },
    ];
    expect(ringsOf([], [...shop, ...shared])).toEqual([
      { accounts: ['a', 'b', 'c'], traits: ['device 7', 'card 9'], links: [] },
    ]);
  });
});
