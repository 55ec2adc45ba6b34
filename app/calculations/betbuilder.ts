import {
  halfGrids,
  jointChance,
  scoreGrid,
  type BuilderLeg,
  type HalfGrids,
  type ScoreGrid,
} from '#odds/models/mod.ts';
import type { Static } from 'typebox';
import {
  anyOf,
  decimalText,
  exactly,
  flag,
  integer,
  list,
  number,
  oneOf,
  operation,
  optional,
  type Kind,
} from './operation.ts';
import { pickFields, SCORELINE_MARKETS, scorelinePick } from './scoreline-pick.ts';
import { present } from './read.ts';

const period = optional(oneOf(['1h', '2h', 'match']));
const leg = anyOf([
  exactly({
    market: oneOf(['anytime-scorer']),
    team: oneOf(['home', 'away']),
    share: number,
    period,
  }),
  exactly({ market: oneOf(SCORELINE_MARKETS), ...pickFields, period }),
]);

function legOf({ period: of = 'match', ...fields }: Static<typeof leg>): BuilderLeg {
  return { period: of, pick: 'share' in fields ? fields : scorelinePick(fields) };
}

type Source = Readonly<{
  lambda: number;
  mu: number;
  rho?: number;
  maxGoals?: number;
  halves?: boolean;
  firstHalfShare?: number;
}>;

function sourceOf(input: Source): ScoreGrid | HalfGrids {
  const { lambda, mu, rho = 0, maxGoals, halves = false, firstHalfShare } = input;
  if (!halves) {
    if (firstHalfShare !== undefined) throw new Error('firstHalfShare: needs halves');
    return scoreGrid({ model: 'dixon-coles', lambda, mu, rho }, maxGoals);
  }
  if (rho !== 0) throw new Error('rho: halves are independent Poisson');
  const share = present(firstHalfShare, 'firstHalfShare');
  return halfGrids({ lambda, mu, firstHalfShare: share }, maxGoals);
}

export const betBuilderKind: Kind = {
  joint: operation(
    {
      lambda: number,
      mu: number,
      rho: optional(number),
      maxGoals: optional(integer),
      halves: optional(flag),
      firstHalfShare: optional(number),
      legs: list(leg, { minItems: 1 }),
    },
    ({ legs, ...source }) => {
      const chances = jointChance(sourceOf(source), legs.map(legOf));
      const fair = chances.refuse ? {} : { fairOdds: decimalText(1 / chances.joint, 8) };
      return { ...chances, ...fair };
    },
  ),
};
