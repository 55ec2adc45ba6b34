import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import {
  marketKeyOf,
  ODDS_SCALE,
  outcomeId,
  type MarketKey,
  type MarketStatus,
} from '#contracts/mod.ts';

import { applyInput } from './apply-input.ts';
import { DEFAULT_POLICY } from './host-policy.ts';
import { createHostState } from './host-state.ts';
import { quoteReply } from './quotes.ts';
import { HostRig, MATCH_RESULT, writtenBet } from './test-fixture.ts';
import { command, FAIR, place, quote, quotedOnly, requestOf, RESULT } from './test-quotes.ts';

const { robust } = DEFAULT_POLICY;
const OVER_UNDER = ['over', 'under'].map(outcomeId);
const TOTAL = marketKeyOf('total-goals|line=2.5');
const GOALS = { key: TOTAL, outcomes: OVER_UNDER, fair: [0.52, 0.48] };

const statusOf = (rig: HostRig, key: MarketKey = MATCH_RESULT): MarketStatus | undefined =>
  rig.state.board.get(key)?.status;
const oddsOf = (rig: HostRig, key: MarketKey = MATCH_RESULT): readonly number[] =>
  rig.state.board.get(key)?.outcomes.map(({ odds }) => (odds ?? NaN) / ODDS_SCALE) ?? [];
const skewedOf = (rig: HostRig, key: MarketKey = MATCH_RESULT): readonly (number | null)[] =>
  rig.state.prices.find((market) => market.key === key)?.outcomes.map(({ skewed }) => skewed) ?? [];
const tick = (rig: HostRig, afterMs = 0): void => {
  rig.now += afterMs;
  rig.alive();
  rig.take({ type: 'tick' });
};
const kickOff = ({ rig, book }: ReturnType<typeof quotedOnly>): void => {
  rig.feed(book.at('first-half', 0).make({ kind: 'phase' }, rig.now));
  rig.alive();
};

describe('a match of which nobody has said what to expect', () => {
  it('is for sale as soon as two books quote it, with a margin and below their fair prices', () => {
    const { rig } = quotedOnly();
    expect(rig.odds().at(-1)?.state.suspended).toContain('model');
    quote(rig);
    expect(rig.odds().at(-1)?.state.suspended).toEqual([]);
    expect(statusOf(rig)).toBe('active');
    const odds = oddsOf(rig);
    expect(odds.reduce((sum, price) => sum + 1 / price, 0)).toBeGreaterThan(1.03);
    odds.forEach((price, at) => {
      expect(price * (FAIR[at] ?? 1)).toBeLessThan(1);
    });
    expect(place(rig, { number: 1 })).toMatchObject({ verdict: 'accept' });
  });

  it.each<[string, Parameters<typeof quote>[1]]>([
    ['one book alone', { books: ['a'] }],
    ['quotes that are old', { more: { at: 0 } }],
    ['quotes of a match in play', { more: { inPlay: true } }],
    ['books that do not offer it', { more: { isOffered: false } }],
    ['an outcome without a price', { more: { odds: RESULT.map((id) => [id, null] as const) } }],
    [
      'a market of which two win',
      { key: marketKeyOf('double-chance'), outcomes: ['home-or-draw'].map(outcomeId) },
    ],
    [
      'what the feed does not cover',
      { key: marketKeyOf('total-corners|line=9.5'), outcomes: OVER_UNDER, fair: [0.5, 0.5] },
    ],
    [
      'a handicap of another score',
      {
        key: marketKeyOf('asian-handicap|line=0|score=1-0'),
        outcomes: ['home', 'away'].map(outcomeId),
        fair: [0.5, 0.5],
      },
    ],
    ['a line that nobody knows', { ...GOALS, key: marketKeyOf('total-goals|line=2.6') }],
  ])('is not for sale by %s', (_, said) => {
    const { rig } = quotedOnly();
    quote(rig, said);
    expect([...rig.state.board.keys()]).toEqual([]);
    expect(rig.odds().at(-1)?.state.suspended).toContain('model');
  });

  it('is not for sale where the house may lose nothing by it', () => {
    const { rig } = quotedOnly({ robust: { ...robust, lossLimitMinor: 0 } });
    quote(rig);
    expect(rig.state.board.size).toBe(0);
  });

  it('is suspended by books that contradict each other, with the last prices to be seen', () => {
    const { rig } = quotedOnly();
    quote(rig);
    const before = oddsOf(rig);
    quote(rig, { books: ['a'], fair: [0.25, 0.35, 0.4] });
    expect(statusOf(rig)).toBe('suspended');
    expect(oddsOf(rig)).toEqual(before);
    expect(place(rig, { number: 1 })).toMatchObject({ code: 'MARKET_SUSPENDED' });
    quote(rig, { books: ['a'] });
    expect(statusOf(rig)).toBe('active');
  });

  it('takes no bet at a quote that is a moment too old, and says so with the next tick', () => {
    const { rig } = quotedOnly();
    quote(rig);
    rig.now += robust.maxAgeMs;
    expect(place(rig, { number: 1 })).toMatchObject({ verdict: 'accept' });
    rig.now += 1;
    expect(place(rig, { number: 2 })).toMatchObject({ code: 'MARKET_SUSPENDED' });
    tick(rig);
    expect(statusOf(rig)).toBe('suspended');
    expect(rig.odds().at(-1)?.state.suspended).toEqual(['model']);
    quote(rig);
    expect(statusOf(rig)).toBe('active');
  });

  it('follows the others', () => {
    const { rig } = quotedOnly();
    quote(rig);
    const before = oddsOf(rig);
    quote(rig, { fair: [0.6, 0.24, 0.16] });
    const after = oddsOf(rig);
    expect(after[0]).toBeLessThan(before[0] ?? NaN);
    expect(after[2]).toBeGreaterThan(before[2] ?? NaN);
  });

  it('opens nothing that a trader has stopped', () => {
    const { rig } = quotedOnly();
    command(rig, { kind: 'suspend', marketKey: MATCH_RESULT });
    quote(rig);
    expect(statusOf(rig)).toBe('suspended');
    command(rig, { kind: 'resume', marketKey: MATCH_RESULT });
    expect(statusOf(rig)).toBe('active');
  });

  it('is closed by kick-off and by a goal until others speak of the match as it is', () => {
    const match = quotedOnly();
    const { rig, book } = match;
    quote(rig);
    quote(rig, GOALS);
    quote(rig, { ...GOALS, key: marketKeyOf('total-goals|line=0.5'), fair: [0.92, 0.08] });
    kickOff(match);
    expect(place(rig, { number: 1 })).toMatchObject({ code: 'MARKET_SUSPENDED' });
    quote(rig);
    quote(rig, GOALS);
    expect(place(rig, { number: 2 })).toMatchObject({ verdict: 'accept' });
    rig.feed(book.at('first-half', 9).make({ kind: 'goal', side: 'home', how: 'play' }, rig.now));
    expect(place(rig, { number: 3 })).toMatchObject({ code: 'MARKET_SUSPENDED' });
    expect(statusOf(rig, TOTAL)).toBe('suspended');
    // One goal has answered it.
    expect(statusOf(rig, marketKeyOf('total-goals|line=0.5'))).toBeUndefined();
    rig.now += DEFAULT_POLICY.consensus.settleMs - 1;
    quote(rig, { fair: [0.7, 0.2, 0.1] });
    expect(statusOf(rig)).toBe('suspended');
    rig.now += 1;
    rig.alive();
    quote(rig, { fair: [0.7, 0.2, 0.1] });
    expect(statusOf(rig)).toBe('active');
    expect(statusOf(rig, TOTAL)).toBe('suspended');
    expect(place(rig, { number: 4 })).toMatchObject({ verdict: 'accept' });
  });

  it('goes over to the model when there is one', () => {
    const match = quotedOnly();
    const { rig, book } = match;
    quote(rig);
    place(rig, { number: 1 });
    rig.feed(book.make({ kind: 'expectation', totalGoals: 2.7, supremacy: 0.4 }, rig.now));
    rig.priceAll();
    expect(rig.state.robust.size).toBe(0);
    expect(rig.state.board.size).toBeGreaterThan(50);
    expect(statusOf(rig)).toBe('active');
    expect(rig.state.exposure.bets).toBe(1);
    rig.now += robust.maxAgeMs + 1;
    tick(rig);
    expect(statusOf(rig)).toBe('active');
  });
});

describe('stakes on a market that others price', () => {
  const LOSS = 100_000;
  const policy = { robust: { ...robust, lossLimitMinor: LOSS } };

  it('move its prices with the next tick, no further than the clip, and back', () => {
    const { rig } = quotedOnly(policy);
    quote(rig);
    const before = oddsOf(rig);
    expect(place(rig, { number: 1, stakeMinor: '5000' })).toMatchObject({ verdict: 'accept' });
    tick(rig, 100);
    const after = oddsOf(rig);
    expect(after[0]).toBeLessThan(before[0] ?? NaN);
    expect(after[1]).toBeGreaterThanOrEqual(before[1] ?? NaN);
    rig.take({
      type: 'bet',
      bet: writtenBet(requestOf(rig, { number: 1 }), { status: 'void', version: 3 }),
    });
    tick(rig, 100);
    expect(skewedOf(rig)).toEqual(rig.state.robust.get(MATCH_RESULT)?.agreed?.chances);
  });

  it('are refused with the largest that is taken once the loss is used up, and taken on the other side', () => {
    const { rig } = quotedOnly(policy);
    quote(rig);
    let refused;
    for (let number = 1; number < 100 && refused === undefined; number += 1) {
      const reply = place(rig, { number, stakeMinor: '4000' });
      if (reply?.verdict === 'reject') refused = reply;
      tick(rig, 100);
    }
    expect(refused).toMatchObject({ code: 'RISK_MARKET_LOSS' });
    const most = Number(refused?.maxStakeMinor);
    expect(most).toBeLessThan(4_000);
    expect(place(rig, { number: 200, outcome: 'away', stakeMinor: '4000' })).toMatchObject({
      verdict: 'accept',
    });
  });

  const act = fc.record({
    outcome: fc.constantFrom('home', 'draw', 'away'),
    stake: fc.integer({ min: 10, max: 60_000 }),
    fair: fc.option(
      fc
        .tuple(
          fc.double({ min: 0.1, max: 1, noNaN: true }),
          fc.double({ min: 0.1, max: 1, noNaN: true }),
        )
        .map(([home, away]) => {
          const sum = home + away + 0.5;
          return [home / sum, 0.5 / sum, away / sum];
        }),
    ),
    written: fc.boolean(),
  });
  property.prop([fc.array(act, { maxLength: 40 })], { numRuns: 40 })(
    'cost no more than the limit whichever outcome wins, at prices with a margin that are not beyond the others',
    (acts) => {
      const { rig } = quotedOnly(policy);
      const taken: { outcome: string; stake: number; owed: number }[] = [];
      quote(rig);
      acts.forEach(({ outcome, stake, fair, written }, number) => {
        if (fair !== null) quote(rig, { fair });
        const request = requestOf(rig, { number, outcome, stakeMinor: String(stake) });
        const reply = place(rig, { number, outcome, stakeMinor: String(stake) });
        if (reply?.verdict === 'accept') {
          taken.push({ outcome, stake, owed: Math.round((stake * reply.odds) / ODDS_SCALE) });
          if (written) rig.take({ type: 'bet', bet: writtenBet(request) });
        }
        tick(rig, 50);
        const agreed = rig.state.robust.get(MATCH_RESULT)?.agreed?.chances ?? [];
        const odds = oddsOf(rig);
        expect(odds.reduce((sum, price) => sum + 1 / price, 0)).toBeGreaterThan(1);
        odds.forEach((price, at) => {
          expect(price * (agreed[at] ?? NaN)).toBeLessThan(1);
        });
      });
      const staked = taken.reduce((sum, bet) => sum + bet.stake, 0);
      for (const { id } of rig.state.board.get(MATCH_RESULT)?.outcomes ?? []) {
        const won = taken.filter((bet) => bet.outcome === id);
        expect(won.reduce((sum, bet) => sum + bet.owed, 0) - staked).toBeLessThanOrEqual(LOSS);
      }
    },
  );

  property.prop([fc.array(act, { maxLength: 25 })], { numRuns: 20 })(
    'move the prices of the next owner alike, and those of a replay to the bit',
    (acts) => {
      const { rig, book: _ } = quotedOnly(policy);
      const written: ReturnType<typeof writtenBet>[] = [];
      quote(rig);
      acts.forEach(({ outcome, stake, fair }, number) => {
        if (fair !== null) quote(rig, { fair });
        const request = requestOf(rig, { number, outcome, stakeMinor: String(stake) });
        const reply = place(rig, { number, outcome, stakeMinor: String(stake) });
        if (reply?.verdict === 'accept') written.push(writtenBet(request));
        tick(rig, 50);
      });
      const last = acts.findLast(({ fair }) => fair !== null)?.fair ?? FAIR;
      const next = quotedOnly(policy).rig;
      next.now = rig.now;
      for (const bet of written) next.take({ type: 'bet', bet });
      for (const each of [rig, next]) {
        quote(each, { fair: last });
        tick(each, 50);
      }
      expect(skewedOf(next)).toEqual(skewedOf(rig));

      const { fixtureId, shard, epoch } = rig.state;
      const again = createHostState({ fixtureId, shard, epoch }, rig.state.policy);
      const replayed = rig.journal.flatMap((entry) => applyInput(again, entry));
      expect(replayed.filter(({ type }) => type === 'odds')).toEqual(
        rig.effects.filter(({ type }) => type === 'odds'),
      );
    },
  );
});

describe('a match with a model', () => {
  const modelled = (): HostRig => HostRig.inPlay().rig;
  const LINE = marketKeyOf('total-goals|line=5.5');

  it('sells what only others price beside what it prices itself', () => {
    const rig = modelled();
    const before = [...rig.state.board.keys()];
    expect(before).not.toContain(LINE);
    quote(rig, { ...GOALS, key: LINE, fair: [0.05, 0.95] });
    expect([...rig.state.board.keys()]).toEqual([...before, LINE]);
    expect(statusOf(rig, LINE)).toBe('active');
    expect(place(rig, { number: 1, key: LINE, outcome: 'over' })).toMatchObject({
      verdict: 'accept',
    });
    rig.now += robust.maxAgeInPlayMs + 1;
    expect(place(rig, { number: 2, key: LINE, outcome: 'over' })).toMatchObject({
      code: 'MARKET_SUSPENDED',
    });
    tick(rig);
    expect(statusOf(rig, LINE)).toBe('suspended');
    expect(statusOf(rig)).toBe('active');
  });

  it('takes the prices of others for a market if a trader says so, and its own when he takes it back', () => {
    const rig = modelled();
    const own = oddsOf(rig);
    quote(rig, { fair: [0.3, 0.3, 0.4] });
    command(rig, { kind: 'skew-mode', marketType: 'match-result', mode: 'robust' });
    expect(skewedOf(rig)[0]).toBeCloseTo(0.3, 9);
    expect(oddsOf(rig)[0]).toBeGreaterThan(own[0] ?? NaN);
    expect(oddsOf(rig)[0]).toBeLessThan(1 / 0.3);
    tick(rig, robust.maxAgeInPlayMs + 1);
    expect(statusOf(rig)).toBe('suspended');
    expect(statusOf(rig, TOTAL)).toBe('active');
    command(rig, { kind: 'skew-mode', marketType: 'match-result', mode: 'tilt' });
    expect(statusOf(rig)).toBe('active');
    expect(rig.state.robust.size).toBe(0);
  });
});

describe('what is said of it', () => {
  const explain = (rig: HostRig) =>
    quoteReply(rig.state, {
      op: 'explain',
      fixtureId: rig.state.fixtureId,
      marketKey: MATCH_RESULT,
    });

  it('names the books, how stakes move it, what bounds its loss, and ends with the published price', () => {
    const { rig } = quotedOnly();
    quote(rig);
    place(rig, { number: 1, stakeMinor: '20000' });
    tick(rig, 50);
    const reply = explain(rig);
    if (!reply.ok || !('outcomes' in reply.quote) || !('model' in reply.quote))
      throw new Error('no answer');
    const { model, exposure, outcomes } = reply.quote;
    expect(model).toMatchObject({ model: 'none: the prices of other books', books: 'a, b' });
    expect(exposure).toMatchObject({
      mode: 'robust',
      marketStakedMinor: 20_000,
      marketLossLimitMinor: robust.lossLimitMinor,
    });
    expect(outcomes.map(({ steps }) => steps.at(-1)?.odds)).toEqual(oddsOf(rig));
    expect(outcomes[0]?.steps[0]?.chance).toBeCloseTo(0.5, 6);
    expect(outcomes[0]?.steps[1]?.chance).toBeGreaterThan(0.5);
  });

  it('says what a setting would do to it', () => {
    const { rig } = quotedOnly();
    quote(rig);
    const reply = quoteReply(rig.state, {
      op: 'what-if',
      fixtureId: rig.state.fixtureId,
      change: { kind: 'margin', marketType: 'match-result', marginBps: 1_500 },
    });
    expect(reply).toMatchObject({
      ok: true,
      quote: { markets: [{ before: { mode: 'robust' }, after: { marginBps: 1_500 } }] },
    });
    expect(oddsOf(rig)).toEqual(oddsOf(rig));
    command(rig, { kind: 'skew-mode', marketType: 'match-result', mode: 'off' });
    place(rig, { number: 1, stakeMinor: '20000' });
    tick(rig, 50);
    expect(skewedOf(rig)).toEqual(rig.state.robust.get(MATCH_RESULT)?.agreed?.chances);
  });
});
