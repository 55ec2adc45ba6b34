import { describe, expect, test } from 'vitest';

import { seededRandom } from '#platform/mod.ts';

import { duplicatesOf, sharingPairs } from './duplicates.ts';
import { linkRules, timingLinks, type SharedTrait, type TimedBet } from './links.ts';

const HOUR = 3_600_000;
const share = (trait: string, ...accounts: readonly string[]): readonly SharedTrait[] =>
  accounts.map((account) => ({ account, trait }));

/** Customers who know nothing of one another, and pairs who bet together so often. */
function bets(
  together: readonly (readonly [string, string])[],
  times: number,
): readonly TimedBet[] {
  const random = seededRandom('duplicates');
  const alone = Array.from({ length: 6_000 }, () => ({
    account: `customer-${String(random.int(300))}`,
    selection: `${String(random.int(60))}/${String(random.int(4))}`,
    atMs: random.int(6 * 24 * HOUR),
  }));
  const pairs = together.flatMap((pair) =>
    Array.from({ length: times }, (_, tip) => {
      const atMs = random.int(6 * 24 * HOUR);
      return pair.map((account, at) => ({
        account,
        selection: `${String(tip)}/1`,
        atMs: atMs + at * 20_000,
      }));
    }).flat(),
  );
  return [...alone, ...pairs];
}

const rules = linkRules(300);
const COUPLE = ['customer-1', 'customer-2'] as const;
const found = (
  list: readonly TimedBet[],
  devices: readonly SharedTrait[],
  instruments: readonly SharedTrait[] = [],
) => duplicatesOf(list, { devices, instruments }, rules).map(({ accounts }) => accounts);

describe('accounts that one person is behind', () => {
  test('share a device and bet together: less of it is asked than of strangers', () => {
    const list = bets([COUPLE], 3);
    expect(timingLinks(list, rules)).toEqual([]);
    expect(found(list, share('device 7', ...COUPLE))).toEqual([[...COUPLE]]);
    expect(found(list, [], share('card 9', ...COUPLE))).toEqual([[...COUPLE]]);
  });

  test('are not those who only live together, whatever two of them share', () => {
    const devices = share('device 7', ...COUPLE, 'customer-3', 'customer-4');
    expect(found(bets([], 0), devices, share('card 9', ...COUPLE))).toEqual([]);
  });

  test('are three who pay with one card, and what else they share is told', () => {
    const three = ['customer-1', 'customer-2', 'customer-3'];
    const devices = [
      ...share('device 7', ...COUPLE),
      ...share('device 8', 'customer-3', 'customer-9'),
    ];
    const [ring, ...others] = duplicatesOf(
      bets([], 0),
      { devices, instruments: share('card 9', ...three) },
      rules,
    );
    expect(others).toEqual([]);
    expect(ring).toMatchObject({ accounts: three, traits: ['device 7', 'card 9'], links: [] });
  });

  test('are not all who go through one shop', () => {
    const shop = Array.from({ length: 40 }, (_, at) => `customer-${String(at)}`);
    expect(found(bets([COUPLE], 3), share('device 1', ...shop), share('card 1', ...shop))).toEqual(
      [],
    );
  });

  test('do not drag in who sits beside them', () => {
    const devices = share('device 7', ...COUPLE, 'customer-3');
    expect(found(bets([COUPLE], 3), devices)).toEqual([[...COUPLE]]);
  });

  test('share pairs that are counted once, in either order', () => {
    const pairs = sharingPairs([...share('device 1', 'b', 'a'), ...share('card 2', 'a', 'b', 'c')]);
    expect([...pairs].toSorted()).toEqual(['a\nb', 'a\nc', 'b\nc']);
  });
});
