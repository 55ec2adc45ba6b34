import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';

import { marketKeyOf, outcomeId, SHARE_SCALE } from '#contracts/mod.ts';
import { buildFootballIndex, KICK_OFF_CONTEXT } from '#markets/mod.ts';

import {
  betAmounts,
  DEFAULT_RATES,
  FixtureExposure,
  type ExposureBet,
  type Position,
} from '../exposure/mod.ts';
import { exposureBet } from '../testing/arbitraries.ts';
import { lossMoves, marketLosses } from './market-losses.ts';

const KEY = marketKeyOf('match-result');
const OUTCOMES = ['home', 'draw', 'away'].map(outcomeId);
const SCOPE = { index: buildFootballIndex(2, 2), context: KICK_OFF_CONTEXT, rates: DEFAULT_RATES };

/** A bet as it is, as a leg of an accumulator that returns twice what the leg does, or as a part of a bet builder. */
const bet: fc.Arbitrary<ExposureBet> = fc
  .record({ plain: exposureBet, outcome: fc.constantFrom(...OUTCOMES), kind: fc.nat(5) })
  .map(({ plain, outcome, kind }) => {
    const on = kind < 5 ? { ...plain, marketKey: KEY, outcomeId: outcome } : plain;
    if (kind === 3) {
      const whole = { rest: '0', onLeg: String(2n * SHARE_SCALE) };
      return { ...on, share: { most: whole, typical: { rest: '0', onLeg: String(SHARE_SCALE) } } };
    }
    const also = [{ marketKey: marketKeyOf('both-teams-to-score'), outcomeId: outcomeId('yes') }];
    return kind === 4 ? { ...on, also } : on;
  });
const acts = fc.array(fc.record({ bet, isPut: fc.boolean() }), { maxLength: 40 });

/** Bet by bet: what each returns when the outcome wins and when another does, against its stake. */
function obviousLoss(positions: readonly Position[], outcome: (typeof OUTCOMES)[number]): number {
  let loss = 0n;
  for (const { bet: held } of positions) {
    if (held.marketKey !== KEY || held.also !== undefined) continue;
    const { stake, returns } = betAmounts(held, DEFAULT_RATES);
    const returned = (held.outcomeId === outcome ? returns.at(-1) : returns[0]) ?? 0n;
    const own = returned - stake;
    loss += held.share !== undefined && own < 0n ? 0n : own;
  }
  return Number(loss);
}

property.prop([acts])(
  'losses are those of all bets one by one, whatever came and went',
  (steps) => {
    const exposure = new FixtureExposure(SCOPE);
    for (const { bet: next, isPut } of steps) {
      if (isPut) exposure.put(next, 'firm');
      else exposure.remove(next.betId);
    }
    const losses = marketLosses(exposure, KEY, OUTCOMES);
    expect(losses).toEqual(OUTCOMES.map((outcome) => obviousLoss(exposure.positions(), outcome)));
    const rebuilt = new FixtureExposure(SCOPE);
    for (const { bet: held, standing } of exposure.positions()) rebuilt.put(held, standing);
    expect(marketLosses(rebuilt, KEY, OUTCOMES)).toEqual(losses);
  },
);

property.prop([acts, bet])('a further bet adds its moves', (steps, further) => {
  fc.pre(further.marketKey === KEY && further.also === undefined);
  const exposure = new FixtureExposure(SCOPE);
  for (const { bet: next } of steps) exposure.put(next, 'firm');
  exposure.remove(further.betId);
  const before = marketLosses(exposure, KEY, OUTCOMES);
  const moves = lossMoves(betAmounts(further, DEFAULT_RATES), {
    at: OUTCOMES.indexOf(further.outcomeId),
    count: OUTCOMES.length,
    isShared: further.share !== undefined,
  });
  exposure.put(further, 'reserved');
  expect(marketLosses(exposure, KEY, OUTCOMES)).toEqual(
    before.map((loss, at) => loss + (moves[at] ?? 0)),
  );
});

test('nobody has lost anything on a market without bets', () => {
  expect(marketLosses(new FixtureExposure(SCOPE), KEY, OUTCOMES)).toEqual([0, 0, 0]);
});
