import {
  halfGrids,
  jointChance,
  scoreGrid,
  type BuilderLeg,
  type HalfGrids,
  type ScoreGrid,
} from '#odds/models/mod.ts';
import type { Static } from 'typebox';

import { chance, flag, list, number, oneOf, optional, rate, wholeFrom } from './fields.ts';
import { decimalText, exactly, operation, type Kind } from './operation.ts';
import { checkUsed, pickFields, SCORELINE_MARKETS, scorelinePick } from './scoreline-pick.ts';
import { present, refuse, within } from './read.ts';

const leg = exactly({
  market: oneOf([...SCORELINE_MARKETS, 'anytime-scorer']),
  ...pickFields,
  share: optional(chance),
  period: optional(oneOf(['1h', '2h', 'match'])),
});
type Leg = Static<typeof leg>;

function legOf({ period = 'match', market, share, ...fields }: Leg): BuilderLeg {
  if (market !== 'anytime-scorer') {
    checkUsed(market, { share }, []);
    return { period, pick: scorelinePick({ market, ...fields }) };
  }
  checkUsed(market, fields, ['team']);
  const team = present(fields.team, 'team');
  return { period, pick: { market, team, share: present(share, 'share') } };
}

/** Each goal goes to one player at most. */
function checkShares(legs: readonly Leg[]): void {
  for (const side of ['home', 'away']) {
    const scorers = legs.filter(({ market, team }) => market === 'anytime-scorer' && team === side);
    const sum = scorers.reduce((all, { share = 0 }) => all + share, 0);
    if (sum <= 1 + 1e-9) continue;
    refuse('legs', sum, `must not share out more than the goals of ${side}`, 'STATE_CONTRADICTORY');
  }
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
    if (firstHalfShare !== undefined) refuse('firstHalfShare', firstHalfShare, 'needs halves');
    return scoreGrid({ model: 'dixon-coles', lambda, mu, rho }, maxGoals);
  }
  if (rho !== 0) refuse('rho', rho, 'must be 0: halves are independent Poisson');
  const share = present(firstHalfShare, 'firstHalfShare');
  return halfGrids({ lambda, mu, firstHalfShare: share }, maxGoals);
}

/** The chances of halves have as many cells as the fourth power of this. */
const GOALS_OF_HALVES = 30;
const size = wholeFrom(0, 60);

export const betBuilderKind: Kind = {
  joint: operation(
    {
      lambda: rate,
      mu: rate,
      rho: optional(number),
      maxGoals: optional(size),
      halves: optional(flag),
      firstHalfShare: optional(chance),
      legs: list(leg, { most: 12 }),
    },
    ({ legs, ...source }) => {
      const { halves = false, maxGoals } = source;
      if (halves && maxGoals !== undefined && maxGoals > GOALS_OF_HALVES) {
        refuse('maxGoals', maxGoals, `must be ${GOALS_OF_HALVES} at most with halves`);
      }
      legs.forEach(({ period = 'match' }, at) => {
        if (!halves && period !== 'match') refuse(`legs[${at}].period`, period, 'needs halves');
      });
      checkShares(legs);
      const chances = jointChance(
        sourceOf(source),
        legs.map((one, at) => within(`legs[${at}]`, () => legOf(one))),
      );
      const fair = chances.refuse ? {} : { fairOdds: decimalText(1 / chances.joint, 8) };
      return { ...chances, ...fair };
    },
  ),
};
