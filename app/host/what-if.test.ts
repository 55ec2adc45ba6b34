import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import {
  marketKeyOf,
  oddsFromDecimal,
  SKEW_MODES,
  type QuoteReply,
  type QuoteRequestOf,
  type TraderCommand,
  type WhatIf,
} from '#contracts/mod.ts';

import { quoteReply } from './quotes.ts';
import { betOn, HostRig, MATCH_RESULT, writtenBet } from './test-fixture.ts';

type Change = QuoteRequestOf<'what-if'>['change'];
const MARGIN = { kind: 'margin', marketType: 'match-result', marginBps: 1_500 } as const;
const LADDER = { kind: 'skew-mode', marketType: 'match-result', mode: 'ladder' } as const;

const ask = (rig: HostRig, change: Change): QuoteReply =>
  quoteReply(rig.state, { op: 'what-if', fixtureId: rig.state.fixtureId, change });
function answer(rig: HostRig, change: Change): WhatIf {
  const reply = ask(rig, change);
  if (!reply.ok || !('betMinor' in reply.quote)) throw new Error(JSON.stringify(reply));
  return reply.quote;
}
function tell(rig: HostRig, change: Change): void {
  const command: TraderCommand = {
    commandId: '01900000-0000-7000-8000-0000000000ab',
    fixtureId: rig.state.fixtureId,
    actor: 'trader',
    at: 0,
    ...change,
  };
  rig.take({ type: 'command', command });
}
function backed(stakeMinor = '100000'): HostRig {
  const { rig } = HostRig.inPlay();
  rig.take({ type: 'bet', bet: writtenBet(betOn(rig, 1, { stakeMinor })) });
  rig.take({ type: 'tick' });
  return rig;
}

describe('a setting that is only asked about', () => {
  it('says margins, modes and book sums of both', () => {
    const rig = backed();
    const [market, ...others] = answer(rig, MARGIN).markets;
    expect(others).toEqual([]);
    expect(market).toMatchObject({
      marketKey: MATCH_RESULT,
      before: { marginBps: 500, mode: 'tilt' },
      after: { marginBps: 1_500, mode: 'tilt' },
    });
    expect(market?.after.bookSum).toBeGreaterThan(market?.before.bookSum ?? Infinity);
    expect(market?.after.bookSum).toBeCloseTo(1.15, 1);
    expect(answer(rig, LADDER).markets[0]?.after).toMatchObject({ marginBps: 500, mode: 'ladder' });
  });

  it('changes nothing of the fixture', () => {
    const rig = backed();
    const { prices, board, quotedBook, oddsSeq, inputSeq } = rig.state;
    const before = JSON.stringify([[...rig.state.margins], [...rig.state.skewModes]]);
    const ceiling = rig.state.exposure.lossCeilingMinor(rig.state.vector ?? undefined);
    answer(rig, MARGIN);
    answer(rig, LADDER);
    expect(rig.state).toMatchObject({ oddsSeq, inputSeq });
    expect([rig.state.prices, rig.state.board, rig.state.quotedBook]).toEqual([
      prices,
      board,
      quotedBook,
    ]);
    expect(JSON.stringify([[...rig.state.margins], [...rig.state.skewModes]])).toBe(before);
    expect(rig.state.ladders.size).toBe(0);
    expect(rig.state.exposure.lossCeilingMinor(rig.state.vector ?? undefined)).toBe(ceiling);
  });

  it('of a market that is not on the board, or of a fixture without prices, is refused', () => {
    const rig = backed();
    const marketKey = marketKeyOf('total-goals|line=99.5');
    const gone = { ...MARGIN, marketType: 'total-goals', marketKey } as const;
    expect(ask(rig, gone)).toMatchObject({ ok: false, code: 'MARKET_NOT_FOUND' });
    rig.state.materialJob = 1;
    expect(ask(rig, MARGIN)).toMatchObject({ ok: false, code: 'HOST_UNAVAILABLE' });
  });

  it('says what one more bet would do, as the book has it once it is written', () => {
    const rig = backed();
    const [home] = answer(rig, MARGIN).markets[0]?.outcomes ?? [];
    if (home?.after.odds == null || home.before.odds === null) throw new Error('no price');
    for (const { odds, worstCaseMinor } of [home.before, home.after]) {
      const bet = betOn(rig, 2, { stakeMinor: '10000' });
      const selection = {
        ...bet.selection,
        odds: oddsFromDecimal(odds ?? NaN) ?? bet.selection.odds,
      };
      const other = backed();
      other.take({ type: 'bet', bet: writtenBet({ ...bet, selection }) });
      expect(worstCaseMinor).toBe(
        String(other.state.exposure.worstCaseMinor(other.state.vector ?? undefined)),
      );
    }
  });
});

const changes = fc.oneof(
  fc.record({ marginBps: fc.integer({ min: 0, max: 3_000 }) }),
  fc.record({ mode: fc.constantFrom(...SKEW_MODES) }),
);
const types = fc.constantFrom('match-result', 'total-goals', 'correct-score', 'next-goal');
property.prop([types, changes, fc.integer({ min: 1, max: 500_000 })], { numRuns: 20 })(
  'the prices that it answers are those that come when it is done',
  (marketType, what, stake) => {
    const rig = backed(String(stake));
    const kind = 'mode' in what ? 'skew-mode' : 'margin';
    const change = { kind, marketType, ...what } as Change;
    const { markets } = answer(rig, change);
    tell(rig, change);
    // Nobody else quotes this match, so that there would be nothing to sell it by.
    const isRobust = 'mode' in what && what.mode === 'robust';
    for (const { marketKey, outcomes } of markets) {
      const now = rig.state.prices.find(({ key }) => key === marketKey);
      expect(outcomes.map(({ after }) => after.odds)).toEqual(
        now?.outcomes.map(({ odds }) => (odds === null || isRobust ? null : odds / 10_000)),
      );
    }
  },
);
