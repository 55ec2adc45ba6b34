import { legFactor, rationalToNumber, scorelineResult } from '#markets/mod.ts';
import type { Static } from 'typebox';
import {
  marginalsOf,
  bothTeamsScore,
  chanceAbove,
  gridOfCells,
  resultChances,
  scoreGrid,
} from '#odds/models/mod.ts';
import {
  jointWorst,
  maxStake,
  singleWinnerBook,
  tailRisk,
  tilt,
  worstOfWinners,
  type BetPayouts,
} from '#risk/formulas/mod.ts';
import {
  decimal,
  exactly,
  integer,
  list,
  number,
  oneOf,
  operation,
  optional,
  text,
  type Kind,
} from './operation.ts';
import { rationalOf } from './read.ts';
import { pickFields, SCORELINE_MARKETS, scorelinePick } from './scoreline-pick.ts';

const DEFAULT_MAX_GOALS = 20;

const bet = exactly({
  market: oneOf(SCORELINE_MARKETS),
  ...pickFields,
  stake: number,
  odds: decimal,
});

/** Payouts of a bet at every scoreline 0..maxGoals, home-major. */
function payoutsOf({ stake, odds, ...pick }: Static<typeof bet>, maxGoals: number): BetPayouts {
  const selection = scorelinePick(pick);
  const exactOdds = rationalOf(odds);
  const side = maxGoals + 1;
  const payouts = Array.from({ length: side * side }, (_, at) => {
    const result = scorelineResult(selection, Math.floor(at / side), at % side);
    return stake * rationalToNumber(legFactor({ odds: exactOdds, result }));
  });
  return { stake, payouts };
}

export const exposureOperations: Kind = {
  'tilt-grid': operation(
    {
      lambda: number,
      mu: number,
      rho: optional(number),
      maxGoals: optional(integer),
      bets: list(bet),
      b: number,
    },
    ({ lambda, mu, rho = 0, maxGoals = DEFAULT_MAX_GOALS, bets, b }) => {
      const prior = scoreGrid({ model: 'dixon-coles', lambda, mu, rho }, maxGoals);
      const owed = bets.map((one) => payoutsOf(one, maxGoals).payouts);
      const payouts = [...prior.cells].map((_, at) =>
        owed.reduce((sum, payout) => sum + (payout[at] ?? 0), 0),
      );
      const { probabilities, cost } = tilt([...prior.cells], payouts, b);
      const grid = gridOfCells(maxGoals, maxGoals, Float64Array.from(probabilities));
      const marginals = marginalsOf(grid);
      return {
        ...resultChances(marginals),
        over25: chanceAbove(marginals.total, 2),
        btts: bothTeamsScore(grid),
        expectedPayout: payouts.reduce((sum, owes, at) => sum + owes * (prior.cells[at] ?? 0), 0),
        cost,
      };
    },
  ),
  'joint-worst': operation(
    { bets: list(bet, { minItems: 1 }), maxGoals: optional(integer) },
    ({ bets, maxGoals = DEFAULT_MAX_GOALS }) => {
      const { worst, scenario, separate } = jointWorst(bets.map((one) => payoutsOf(one, maxGoals)));
      const at = [Math.floor(scenario / (maxGoals + 1)), scenario % (maxGoals + 1)];
      return { worst, at, separate };
    },
  ),
  book: operation(
    { outcomes: list(text), bets: list(exactly({ on: text, stake: number, odds: decimal })) },
    ({ outcomes, bets }) => {
      const unknown = bets.find(({ on }) => !outcomes.includes(on));
      if (unknown !== undefined) throw new Error(`bets: "${unknown.on}" is not an outcome`);
      const numeric = bets.map((one) => ({ ...one, odds: Number(one.odds) }));
      return singleWinnerBook(outcomes, numeric);
    },
  ),
  'n-winner': operation(
    { runners: list(exactly({ win: number, lose: number })), winners: integer },
    ({ runners, winners }) => ({ worst: worstOfWinners(runners, winners) }),
  ),
  cvar: operation(
    { losses: list(exactly({ loss: number, p: number })), level: number },
    ({ losses, level }) => tailRisk(losses, level),
  ),
  'max-stake': operation(
    {
      odds: decimal,
      capSelection: optional(integer),
      netLiability: optional(integer),
      factor: optional(number),
      tierLiability: optional(integer),
      maxPayout: optional(integer),
      worstRoom: optional(integer),
      balance: optional(integer),
      limitRemaining: optional(integer),
    },
    ({ odds, factor, ...limits }) => {
      const minor = Object.entries(limits).map(([name, value]) => [`${name}Minor`, BigInt(value)]);
      const most = maxStake({
        ...(Object.fromEntries(minor) as Record<string, bigint>),
        odds: rationalOf(odds),
        ...(factor !== undefined && { factor: rationalOf(String(factor)) }),
      });
      if (most === undefined) throw new Error('no limit was given');
      return { exact: rationalToNumber(most.exact), stake: Number(most.stakeMinor) };
    },
  ),
};
