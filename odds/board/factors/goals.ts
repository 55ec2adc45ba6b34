import type { Specifiers } from '#contracts/mod.ts';
import { countSpace, FIRST_GOAL_SPACE, scorersOf, SIDE_SPACE } from '#markets/mod.ts';

import type { FactorChances } from '../../builder/mod.ts';
import {
  goalsInInterval,
  goalTimesByPart,
  lastGoalChances,
  nextGoalMinutes,
} from '../../models/mod.ts';
import type { MatchNow } from './match-now.ts';

const QUARTER_HOURS = [15, 30, 45, 60, 75, 90];

/** Goals of a stretch of nominal minutes, those that have been scored in it included. */
function interval({ model, state, record }: MatchNow, specifiers: Specifiers): FactorChances {
  const [fromMinute, toMinute] = [Number(specifiers['from']), Number(specifiers['to'])];
  const inside = record.goals.filter(
    ({ phase, minute }) =>
      (phase === 'first-half' || phase === 'second-half') &&
      minute > fromMinute &&
      minute <= toMinute,
  );
  const home = inside.filter(({ side }) => side === 'home').length;
  const scored = { home, away: inside.length - home };
  const grid = goalsInInterval(model, state, { fromMinute, toMinute, scored });
  return { kind: 'goals', space: countSpace(grid.maxHome, grid.maxAway), chances: grid.cells };
}

/** When the first goal falls; asked only while there is none. */
function firstGoalTime({ model, state }: MatchNow): FactorChances {
  const { home, away, none } = goalTimesByPart(nextGoalMinutes(model, state), QUARTER_HOURS);
  const parts = QUARTER_HOURS.map((_, at) => (home[at] ?? 0) + (away[at] ?? 0));
  return { kind: 'goals', space: FIRST_GOAL_SPACE, chances: Float64Array.from([...parts, none]) };
}

function lastGoal({ model, state, record }: MatchNow): FactorChances {
  const { home, away, none } = lastGoalChances(model, state, scorersOf(record).at(-1) ?? null);
  return { kind: 'goals', space: SIDE_SPACE, chances: Float64Array.of(home, away, none) };
}

/** Distributions of when goals fall, by the name of the view that reads them. */
export const GOAL_FACTORS = {
  interval,
  'first-goal-time': firstGoalTime,
  'last-goal': lastGoal,
} as const;
