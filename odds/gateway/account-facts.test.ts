import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { accountId, betId, type BetId } from '#contracts/mod.ts';

import { AccountFacts, type AccountFact } from './account-facts.ts';

const fact = (account: number, bet: number | null, seq: number): AccountFact => ({
  accountId: accountId(`account ${String(account)}`),
  betId: bet === null ? null : betId(`bet ${String(bet)}`),
  seq,
});
const LIMIT = 5;

describe('facts of accounts', () => {
  test.prop([fc.array(fc.tuple(fc.nat(2), fc.option(fc.nat(3))), { maxLength: 60 })])(
    'remember of each bet when it last changed, at least as far back as the limit',
    (changes) => {
      const facts = new AccountFacts(10, LIMIT);
      const all = changes.map(([account, bet], index) => fact(account, bet, 11 + index));
      for (const each of all) expect(facts.take(each)).toBe(true);
      expect(facts.top).toBe(10 + all.length);
      const ofBets = all.filter(({ betId: bet }) => bet !== null);
      for (const account of [0, 1, 2].map((each) => accountId(`account ${String(each)}`))) {
        const mine = ofBets.filter(({ accountId: id }) => id === account);
        const last = new Map<BetId, number>();
        for (const { betId: bet, seq } of mine) if (bet !== null) last.set(bet, seq);
        const known = facts.betsOf(account);
        const floor = ofBets.at(-LIMIT)?.seq ?? 0;
        for (const [bet, seq] of last) {
          if (seq >= floor) expect(known.get(bet)).toBe(seq);
          else expect([seq, undefined]).toContain(known.get(bet));
        }
        expect(known.size).toBeLessThanOrEqual(last.size);
        const seqs = [...known.values()];
        expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
      }
    },
  );

  it('pass over what they took before', () => {
    const facts = new AccountFacts(0);
    expect(facts.take(fact(1, 1, 5))).toBe(true);
    expect(facts.take(fact(1, 2, 5))).toBe(false);
    expect(facts.take(fact(1, 2, 4))).toBe(false);
    expect([...facts.betsOf(fact(1, 1, 1).accountId).values()]).toEqual([5]);
  });
});
