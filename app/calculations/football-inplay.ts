import {
  birthOutlook,
  chanceAbove,
  constantOutlook,
  DIXON_ROBINSON_1998,
  goalWithin,
  gridMarkets,
  marginalsOf,
  redCardFactors,
  remainingGrid,
  scoreChance,
  scoringRates,
  withInjury,
  type InPlayModel,
  type RemainingRates,
} from '#odds/models/mod.ts';
import {
  chance,
  factor,
  list,
  minute,
  notNegative,
  optional,
  positive,
  rate,
  reds,
  score,
  tuple,
} from './fields.ts';
import { operation, type Kind, type Output } from './operation.ts';

type Score = readonly [home: number, away: number];
type Base = Readonly<{ lambda: number; mu: number; injury?: readonly [number, number] }>;

const modelOf = ({ lambda, mu, injury: [firstHalf, secondHalf] = [1, 1] }: Base): InPlayModel => ({
  lambda,
  mu,
  parameters: withInjury(DIXON_ROBINSON_1998, { firstHalf, secondHalf }),
});

const pairOf = ([home, away]: Score) => ({ home, away });

const chancesOf = (scores: readonly Score[], chance: (score: Score) => number): Output =>
  Object.fromEntries(scores.map((at) => [`${at[0]}-${at[1]}`, chance(at)]));

/** Constant rates for the rest of the match, from a score. */
function constantOutput(rates: RemainingRates, from: Score, scores: readonly Score[]): Output {
  const { result, over25, nextGoal, deltaHomeWin, driftHomeWin } = constantOutlook(
    rates,
    pairOf(from),
  );
  const rest = remainingGrid(rates);
  const chance = ([home, away]: Score): number => scoreChance(rest, home - from[0], away - from[1]);
  return {
    ...result,
    over25,
    nextGoal,
    deltaHomeWin,
    driftHomeWin,
    scores: chancesOf(scores, chance),
  };
}

/** Goals that a side may still score; ten a match, with stoppage time, pass it with less than 1e-8. */
const MOST_MORE = 40;

const from = { score, scores: optional(list(score)) };
const base = { lambda: rate, mu: rate, injury: optional(tuple([factor, factor])) };
const redCards = { redHome: optional(reds), redAway: optional(reds) };

export const footballInPlayKind: Kind = {
  birth: operation({ ...base, ...from, ...redCards, minute }, (input) => {
    const { scores = [], redHome = 0, redAway = 0 } = input;
    const state = {
      score: pairOf(input.score),
      minute: input.minute,
      redCards: { home: redHome, away: redAway },
    };
    const { final, nextGoal } = birthOutlook(modelOf(input), state, MOST_MORE);
    const { result, mean } = gridMarkets(final);
    return {
      ...result,
      meanHome: mean.home,
      meanAway: mean.away,
      over25: chanceAbove(marginalsOf(final).total, 2),
      nextGoal,
      scores: chancesOf(scores, ([home, away]) => scoreChance(final, home, away)),
    };
  }),
  rates: operation({ ...base, score, minute }, (input) =>
    scoringRates(modelOf(input), pairOf(input.score), input.minute),
  ),
  constant: operation(
    { ...from, lambdaRemaining: rate, muRemaining: rate },
    ({ lambdaRemaining, muRemaining, score: at, scores = [] }) =>
      constantOutput({ home: lambdaRemaining, away: muRemaining }, at, scores),
  ),
  remaining: operation(
    {
      ...from,
      ...redCards,
      lambda: rate,
      mu: rate,
      remainingShare: chance,
      ownFactor: optional(factor),
      opponentFactor: optional(factor),
    },
    (input) => {
      const { remainingShare, redHome = 0, redAway = 0, scores = [] } = input;
      const { own, opponent } = DIXON_ROBINSON_1998.redCard;
      const redCard = {
        own: input.ownFactor ?? own,
        opponent: input.opponentFactor ?? opponent,
      };
      const factors = redCardFactors(
        { ...DIXON_ROBINSON_1998, redCard },
        { home: redHome, away: redAway },
      );
      const home = input.lambda * remainingShare * factors.home;
      const away = input.mu * remainingShare * factors.away;
      return {
        lambdaRemaining: home,
        muRemaining: away,
        ...constantOutput({ home, away }, input.score, scores),
      };
    },
  ),
  window: operation(
    { goalsPerMatch: notNegative, matchMinutes: positive, seconds: notNegative },
    ({ goalsPerMatch, matchMinutes, seconds }) => ({
      probability: goalWithin(goalsPerMatch, matchMinutes, seconds),
    }),
  ),
};
