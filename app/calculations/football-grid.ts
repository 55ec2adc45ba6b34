import { type Type } from 'typebox';
import {
  chanceAbove,
  chanceAt,
  gridMarkets,
  halfGrids,
  halfTimeFullTime,
  marginalsOf,
  negativeBinomialCounts,
  nextGoalAtConstantRates,
  poissonCounts,
  rhoBounds,
  scoreChance,
  scoreGrid,
  SCORE_MODELS,
  scorerChances,
  stakeWeighted,
  totalChances,
  weibullCounts,
  zeroInflatedCounts,
  type CountChances,
  type ScoreGrid,
  type ScoreMarginals,
  type ScoreModel,
} from '#odds/models/mod.ts';
import {
  decimal,
  flag,
  integer,
  list,
  number,
  oneOf,
  operation,
  optional,
  score,
  tuple,
  type Kind,
  type Output,
} from './operation.ts';
import { lineOf, present } from './read.ts';

const PARAMETERS = [
  'lambda',
  'mu',
  'rho',
  'l1',
  'l2',
  'l3',
  'rHome',
  'rAway',
  'zeroHome',
  'zeroAway',
  'shapeHome',
  'shapeAway',
  'kappa',
  'inflation',
] as const;
type Parameter = (typeof PARAMETERS)[number];

/** The parameters of each model; one of another model is an error. */
const NEEDED: Readonly<Record<ScoreModel['model'], readonly (Parameter | 'diagonal')[]>> = {
  poisson: ['lambda', 'mu'],
  'dixon-coles': ['lambda', 'mu', 'rho'],
  'bivariate-poisson': ['l1', 'l2', 'l3'],
  'negative-binomial': ['lambda', 'mu', 'rHome', 'rAway'],
  'zero-inflated': ['lambda', 'mu', 'zeroHome', 'zeroAway'],
  'weibull-copula': ['lambda', 'mu', 'shapeHome', 'shapeAway', 'kappa'],
  'diagonal-inflated': ['l1', 'l2', 'l3', 'inflation', 'diagonal'],
};

type ModelInput = Readonly<Partial<Record<Parameter, number>>> &
  Readonly<{ model: ScoreModel['model']; diagonal?: readonly number[] }>;

function modelOf(input: ModelInput): ScoreModel {
  const needed = NEEDED[input.model];
  const given = [...PARAMETERS, 'diagonal' as const].filter((name) => input[name] !== undefined);
  const foreign = given.find((name) => !needed.includes(name));
  if (foreign !== undefined) throw new Error(`input.${foreign}: not of the model ${input.model}`);
  const at = (name: Parameter): number => present(input[name], `input.${name}`);
  const { model } = input;
  switch (model) {
    case 'poisson':
      return { model, lambda: at('lambda'), mu: at('mu') };
    case 'dixon-coles':
      return { model, lambda: at('lambda'), mu: at('mu'), rho: at('rho') };
    case 'bivariate-poisson':
      return { model, l1: at('l1'), l2: at('l2'), l3: at('l3') };
    case 'negative-binomial': {
      const [rHome, rAway] = [at('rHome'), at('rAway')];
      return { model, lambda: at('lambda'), mu: at('mu'), rHome, rAway };
    }
    case 'zero-inflated': {
      const [zeroHome, zeroAway] = [at('zeroHome'), at('zeroAway')];
      return { model, lambda: at('lambda'), mu: at('mu'), zeroHome, zeroAway };
    }
    case 'weibull-copula': {
      const [shapeHome, shapeAway, kappa] = [at('shapeHome'), at('shapeAway'), at('kappa')];
      return { model, lambda: at('lambda'), mu: at('mu'), shapeHome, shapeAway, kappa };
    }
    case 'diagonal-inflated': {
      const diagonal = present(input.diagonal, 'input.diagonal');
      const [l1, l2, l3, inflation] = [at('l1'), at('l2'), at('l3'), at('inflation')];
      return { model, l1, l2, l3, inflation, diagonal };
    }
  }
}

/** Under, push and over of each total line, stake-weighted on quarter lines. */
const totalsOf = ({ total }: ScoreMarginals, lines: readonly string[]): Output =>
  Object.fromEntries(
    lines.map((line) => {
      const { win, push, lose } = stakeWeighted(totalChances(total, 'over', lineOf(line)));
      return [line, { under: lose, push, over: win }];
    }),
  );

type Asked = Readonly<{
  totals?: readonly string[];
  teamTotals?: readonly (readonly ['home' | 'away', string])[];
  scores?: readonly (readonly [number, number])[];
  differences?: readonly number[];
}>;

const EXACT_TOTALS = 7;

function askedOf(grid: ScoreGrid, marginals: ScoreMarginals, asked: Asked): Output {
  const { totals = [], teamTotals = [], scores = [], differences = [] } = asked;
  const overTeam = ([team, line]: readonly ['home' | 'away', string]) => [
    `${team} ${line}`,
    stakeWeighted(totalChances(marginals[team], 'over', lineOf(line))).win,
  ];
  return {
    totals: totalsOf(marginals, totals),
    teamTotals: Object.fromEntries(teamTotals.map(overTeam)) as Output,
    scores: Object.fromEntries(
      scores.map(([home, away]) => [`${home}-${away}`, scoreChance(grid, home, away)]),
    ),
    goalDifference: Object.fromEntries(
      differences.map((value) => [String(value), chanceAt(marginals.difference, value)]),
    ),
    exactTotals: Array.from({ length: EXACT_TOTALS }, (_, goals) =>
      chanceAt(marginals.total, goals),
    ),
    over25: chanceAbove(marginals.total, 2),
  };
}

function gridOutput(model: ScoreModel, grid: ScoreGrid, asked: Asked): Output {
  const marginals = marginalsOf(grid);
  const markets = gridMarkets(grid, marginals);
  const bounds = model.model === 'dixon-coles' ? rhoBounds(model.lambda, model.mu) : undefined;
  return {
    ...markets.result,
    mass: grid.mass,
    btts: markets.bothTeamsScore,
    meanHome: markets.mean.home,
    meanAway: markets.mean.away,
    doubleChance: markets.doubleChance,
    drawNoBet: markets.drawNoBet,
    winToNil: markets.winToNil,
    cleanSheet: markets.cleanSheet,
    oddGoals: markets.oddGoals,
    covariance: markets.covariance,
    ...(bounds && { rhoMin: bounds.min, rhoMax: bounds.max }),
    ...askedOf(grid, marginals, asked),
  };
}

const numbers = Object.fromEntries(PARAMETERS.map((name) => [name, optional(number)])) as Record<
  Parameter,
  Type.TOptional<Type.TNumber>
>;

type CountInput = Readonly<{
  dist: 'poisson' | 'weibull' | 'negative-binomial' | 'zero-inflated';
  lambda?: number;
  mean?: number;
  shape?: number;
  r?: number;
  zero?: number;
  upTo: number;
}>;

function countsOf({ dist, lambda, mean, shape, r, zero, upTo }: CountInput): CountChances {
  const rate = present(lambda ?? mean, 'input.lambda');
  switch (dist) {
    case 'poisson':
      return poissonCounts(rate, upTo);
    case 'weibull':
      return weibullCounts(rate, present(shape, 'input.shape'), upTo);
    case 'negative-binomial':
      return negativeBinomialCounts(rate, present(r, 'input.r'), upTo);
    case 'zero-inflated':
      return zeroInflatedCounts(rate, present(zero, 'input.zero'), upTo);
  }
}

export const footballGridKind: Kind = {
  grid: operation(
    {
      model: oneOf(SCORE_MODELS),
      ...numbers,
      diagonal: optional(list(number)),
      maxGoals: optional(integer),
      normalise: optional(flag),
      totals: optional(list(decimal)),
      teamTotals: optional(list(tuple([oneOf(['home', 'away']), decimal]))),
      scores: optional(list(score)),
      differences: optional(list(integer)),
    },
    (input) => {
      const model = modelOf(input);
      return gridOutput(model, scoreGrid(model, input.maxGoals, input.normalise), input);
    },
  ),
  count: operation(
    {
      dist: oneOf(['poisson', 'weibull', 'negative-binomial', 'zero-inflated']),
      lambda: optional(number),
      mean: optional(number),
      shape: optional(number),
      r: optional(number),
      zero: optional(number),
      upTo: integer,
    },
    (input) => ({ pmf: [...countsOf(input)] }),
  ),
  htft: operation(
    { lambda: number, mu: number, firstHalfShare: number, maxGoals: optional(integer) },
    ({ maxGoals, ...model }) => halfTimeFullTime(halfGrids(model, maxGoals)),
  ),
  'next-goal': operation({ lambda: number, mu: number }, ({ lambda, mu }) =>
    nextGoalAtConstantRates({ home: lambda, away: mu }),
  ),
  scorer: operation({ lambda: number, mu: number, share: number }, ({ lambda, mu, share }) =>
    scorerChances(lambda, mu, share),
  ),
};
