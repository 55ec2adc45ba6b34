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
  chance,
  list,
  minor,
  notNegative,
  number,
  odds,
  oneOf,
  optional,
  positive,
  rate,
  share,
  signedMinor,
  struckOdds,
  text,
  wholeFrom,
} from './fields.ts';
import { exactly, operation, type Kind } from './operation.ts';
import { rationalOf, refuse, within } from './read.ts';
import { pickFields, SCORELINE_MARKETS, scorelinePick } from './scoreline-pick.ts';

const DEFAULT_MAX_GOALS = 20;
/** A sum of chances may be off by this, as chances written to few decimals are. */
const SUM_SLACK = 2e-3;
/** Payouts are exact, cell by cell: a larger grid takes its time. */
const size = wholeFrom(0, 40);

const bet = exactly({
  market: oneOf(SCORELINE_MARKETS),
  ...pickFields,
  stake: notNegative,
  odds: struckOdds,
});
type Bet = Static<typeof bet>;

/** Payouts of a bet at every scoreline 0..maxGoals, home-major. */
function payoutsOf({ stake, odds: price, ...pick }: Bet, maxGoals: number): BetPayouts {
  const selection = scorelinePick(pick);
  const exactOdds = rationalOf(price);
  const side = maxGoals + 1;
  const payouts = Array.from({ length: side * side }, (_, at) => {
    const result = scorelineResult(selection, Math.floor(at / side), at % side);
    return stake * rationalToNumber(legFactor({ odds: exactOdds, result }));
  });
  return { stake, payouts };
}

const payoutsOfAll = (bets: readonly Bet[], maxGoals: number): readonly BetPayouts[] =>
  bets.map((one, at) => within(`bets[${at}]`, () => payoutsOf(one, maxGoals)));

export const exposureOperations: Kind = {
  'tilt-grid': operation(
    {
      lambda: rate,
      mu: rate,
      rho: optional(number),
      maxGoals: optional(size),
      bets: list(bet, { least: 0 }),
      b: positive,
    },
    ({ lambda, mu, rho = 0, maxGoals = DEFAULT_MAX_GOALS, bets, b }) => {
      const prior = scoreGrid({ model: 'dixon-coles', lambda, mu, rho }, maxGoals);
      const owed = payoutsOfAll(bets, maxGoals);
      const payouts = [...prior.cells].map((_, at) =>
        owed.reduce((sum, one) => sum + (one.payouts[at] ?? 0), 0),
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
    { bets: list(bet), maxGoals: optional(size) },
    ({ bets, maxGoals = DEFAULT_MAX_GOALS }) => {
      const { worst, scenario, separate } = jointWorst(payoutsOfAll(bets, maxGoals));
      const at = [Math.floor(scenario / (maxGoals + 1)), scenario % (maxGoals + 1)];
      return { worst, at, separate };
    },
  ),
  book: operation(
    {
      outcomes: list(text),
      bets: list(exactly({ on: text, stake: notNegative, odds: struckOdds }), { least: 0 }),
    },
    ({ outcomes, bets }) => {
      bets.forEach(({ on }, at) => {
        if (!outcomes.includes(on)) refuse(`bets[${at}].on`, on, 'must be one of the outcomes');
      });
      outcomes.forEach((outcome, at) => {
        if (outcomes.indexOf(outcome) < at)
          refuse(`outcomes[${at}]`, outcome, 'must not come twice');
      });
      const numeric = bets.map((one) => ({ ...one, odds: Number(one.odds) }));
      return singleWinnerBook(outcomes, numeric);
    },
  ),
  'n-winner': operation(
    { runners: list(exactly({ win: number, lose: number })), winners: wholeFrom(1, 1000) },
    ({ runners, winners }) => {
      if (winners > runners.length) {
        refuse('winners', winners, `must be ${runners.length} at most`, 'NUMBER_INVALID');
      }
      return { worst: worstOfWinners(runners, winners) };
    },
  ),
  cvar: operation(
    { losses: list(exactly({ loss: number, p: chance }), { most: 100_000 }), level: share },
    ({ losses, level }) => {
      const sum = losses.reduce((all, { p }) => all + p, 0);
      if (Math.abs(sum - 1) > SUM_SLACK) {
        refuse(
          'losses',
          losses,
          `must have chances that sum to 1, not to ${sum}`,
          'NUMBER_INVALID',
        );
      }
      return tailRisk(losses, level);
    },
  ),
  'max-stake': operation(
    {
      odds,
      capSelection: optional(minor),
      netLiability: optional(signedMinor),
      factor: optional(notNegative),
      tierLiability: optional(minor),
      maxPayout: optional(minor),
      worstRoom: optional(signedMinor),
      balance: optional(signedMinor),
      limitRemaining: optional(signedMinor),
    },
    ({ odds: price, factor, ...limits }) => {
      const amounts = Object.entries(limits).map(([name, value]) => [
        `${name}Minor`,
        BigInt(value),
      ]);
      const most = maxStake({
        ...(Object.fromEntries(amounts) as Record<string, bigint>),
        odds: rationalOf(price),
        ...(factor !== undefined && { factor: rationalOf(factor) }),
      });
      if (most === undefined)
        return refuse('capSelection', undefined, 'or another limit must be given');
      return { exact: rationalToNumber(most.exact), stake: Number(most.stakeMinor) };
    },
  ),
};
