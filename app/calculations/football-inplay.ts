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
  list,
  integer,
  number,
  operation,
  optional,
  score,
  tuple,
  type Kind,
  type Output,
} from './operation.ts';

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

const from = { score, scores: optional(list(score)) };
const base = { lambda: number, mu: number, injury: optional(tuple([number, number])) };
const redCards = { redHome: optional(integer), redAway: optional(integer) };

export const footballInPlayKind: Kind = {
  birth: operation({ ...base, ...from, ...redCards, minute: number }, (input) => {
    const { minute, scores = [], redHome = 0, redAway = 0 } = input;
    const { final, nextGoal } = birthOutlook(modelOf(input), {
      score: pairOf(input.score),
      minute,
      redCards: { home: redHome, away: redAway },
    });
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
  rates: operation({ ...base, score, minute: number }, (input) =>
    scoringRates(modelOf(input), pairOf(input.score), input.minute),
  ),
  constant: operation(
    { ...from, lambdaRemaining: number, muRemaining: number },
    ({ lambdaRemaining, muRemaining, score: at, scores = [] }) =>
      constantOutput({ home: lambdaRemaining, away: muRemaining }, at, scores),
  ),
  remaining: operation(
    {
      ...from,
      ...redCards,
      lambda: number,
      mu: number,
      remainingShare: number,
      ownFactor: optional(number),
      opponentFactor: optional(number),
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
    { goalsPerMatch: number, matchMinutes: number, seconds: number },
    ({ goalsPerMatch, matchMinutes, seconds }) => ({
      probability: goalWithin(goalsPerMatch, matchMinutes, seconds),
    }),
  ),
};
