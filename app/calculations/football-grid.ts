import type { Type } from 'typebox';

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
  chance,
  flag,
  line,
  list,
  notNegative,
  number,
  oneOf,
  optional,
  positive,
  rate,
  score,
  size,
  tuple,
  whole,
} from './fields.ts';
import { operation, type Kind, type Output } from './operation.ts';
import { lineOf, present, refuse } from './read.ts';

const PARAMETERS = {
  lambda: rate,
  mu: rate,
  rho: number,
  l1: rate,
  l2: rate,
  l3: rate,
  rHome: positive,
  rAway: positive,
  zeroHome: chance,
  zeroAway: chance,
  shapeHome: positive,
  shapeAway: positive,
  kappa: number,
  inflation: chance,
};
type Parameter = keyof typeof PARAMETERS;
const PARAMETER_NAMES = Object.keys(PARAMETERS) as readonly Parameter[];

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
  const given = [...PARAMETER_NAMES, 'diagonal' as const].filter(
    (name) => input[name] !== undefined,
  );
  const foreign = given.find((name) => !needed.includes(name));
  if (foreign !== undefined) refuse(foreign, input[foreign], `is not of the model ${input.model}`);
  const at = (name: Parameter): number => present(input[name], name);
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
      const diagonal = present(input.diagonal, 'diagonal');
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
    ...(markets.result.draw < 1 && { drawNoBet: markets.drawNoBet }),
    winToNil: markets.winToNil,
    cleanSheet: markets.cleanSheet,
    oddGoals: markets.oddGoals,
    covariance: markets.covariance,
    ...(bounds && { rhoMin: bounds.min, rhoMax: bounds.max }),
    ...askedOf(grid, marginals, asked),
  };
}

/** The parameters of each law of counts beside its mean; one of another law is an error. */
const COUNT_PARAMETERS = {
  poisson: undefined,
  weibull: 'shape',
  'negative-binomial': 'r',
  'zero-inflated': 'zero',
} as const;
type CountLaw = keyof typeof COUNT_PARAMETERS;
const COUNT_LAWS = ['poisson', 'weibull', 'negative-binomial', 'zero-inflated'] as const;

type CountInput = Readonly<{
  dist: CountLaw;
  lambda?: number;
  mean?: number;
  shape?: number;
  r?: number;
  zero?: number;
  upTo: number;
}>;

function countsOf(input: CountInput): CountChances {
  const { dist, lambda, mean, upTo } = input;
  for (const name of ['shape', 'r', 'zero'] as const) {
    if (name === COUNT_PARAMETERS[dist]) present(input[name], name);
    else if (input[name] !== undefined) refuse(name, input[name], `is not of the law ${dist}`);
  }
  if (lambda !== undefined && mean !== undefined)
    refuse('mean', mean, 'is given twice, see lambda');
  const goals = present(lambda ?? mean, 'lambda');
  const { shape = 1, r = 1, zero = 0 } = input;
  switch (dist) {
    case 'poisson':
      return poissonCounts(goals, upTo);
    case 'weibull':
      return weibullCounts(goals, shape, upTo);
    case 'negative-binomial':
      return negativeBinomialCounts(goals, r, upTo);
    case 'zero-inflated':
      return zeroInflatedCounts(goals, zero, upTo);
  }
}

const optionalParameters = Object.fromEntries(
  Object.entries(PARAMETERS).map(([name, form]) => [name, optional(form)]),
) as { [Name in Parameter]: Type.TOptional<(typeof PARAMETERS)[Name]> };

export const footballGridKind: Kind = {
  grid: operation(
    {
      model: oneOf(SCORE_MODELS),
      ...optionalParameters,
      diagonal: optional(list(chance)),
      maxGoals: optional(size),
      normalise: optional(flag),
      totals: optional(list(line)),
      teamTotals: optional(list(tuple([oneOf(['home', 'away']), line]))),
      scores: optional(list(score)),
      differences: optional(list(whole)),
    },
    (input) => {
      const model = modelOf(input);
      return gridOutput(model, scoreGrid(model, input.maxGoals, input.normalise), input);
    },
  ),
  count: operation(
    {
      dist: oneOf(COUNT_LAWS),
      lambda: optional(rate),
      mean: optional(rate),
      shape: optional(positive),
      r: optional(positive),
      zero: optional(chance),
      upTo: size,
    },
    (input) => ({ pmf: [...countsOf(input)] }),
  ),
  htft: operation(
    { lambda: rate, mu: rate, firstHalfShare: chance, maxGoals: optional(size) },
    ({ maxGoals, ...model }) => halfTimeFullTime(halfGrids(model, maxGoals)),
  ),
  'next-goal': operation({ lambda: notNegative, mu: notNegative }, ({ lambda, mu }) =>
    nextGoalAtConstantRates({ home: lambda, away: mu }),
  ),
  scorer: operation(
    { lambda: notNegative, mu: notNegative, share: chance },
    ({ lambda, mu, share }) => scorerChances(lambda, mu, share),
  ),
};
