import type { Side } from '#contracts/mod.ts';

import type { InPlayModel } from '../rates.ts';
import type { ScoreGrid } from '../score-grid.ts';
import { checkGrid, checkNumber, checkRates, checkState } from './checks.ts';
import { PLAYER_CELLS, playerCell, type Played } from './player-cells.ts';
import { scorerGoals, type ScorerGoals } from './scorer-goals.ts';
import { checkSheets, type ScorerParameters, type ScorerState } from './scorer-state.ts';
import { membersPlaying, outOfTheMatch, type Member, type Way } from './scorer-team.ts';

/** `cells` are chances by `PLAYER_CELLS` and sum to 1. */
export type PlayerChances = Readonly<{ id: string; side: Side; cells: Float64Array }>;

const FURTHER_CLASSES = 4;

/** Adds `weight` × the chances of 0, 1, 2, 3 or more of `goals`, each his with chance `share`. */
function addThinned(into: Float64Array, goals: Float64Array, share: number, weight: number): void {
  const rest = 1 - share;
  // rest to the powers n, n − 1 and n − 2.
  let [none, lessOne, lessTwo] = [1, 0, 0];
  let [zero, one, two, all] = [0, 0, 0, 0];
  for (let n = 0; n < goals.length; n += 1) {
    const chance = goals[n] ?? 0;
    zero += chance * none;
    one += chance * n * lessOne;
    two += chance * n * (n - 1) * lessTwo;
    all += chance;
    lessTwo = lessOne;
    lessOne = none;
    none *= rest;
  }
  one *= share;
  two *= share ** 2 / 2;
  into[0] = (into[0] ?? 0) + weight * zero;
  into[1] = (into[1] ?? 0) + weight * one;
  into[2] = (into[2] ?? 0) + weight * two;
  into[3] = (into[3] ?? 0) + weight * Math.max(0, all - zero - one - two);
}

/** Chances that pile up for a player in one role. */
type Pile = { chance: number; further: Float64Array; first: number; last: number };
const emptyPile = (): Pile => ({
  chance: 0,
  further: new Float64Array(FURTHER_CLASSES),
  first: 0,
  last: 0,
});

function dotBetween(left: Float64Array, right: Float64Array, { from, to }: Way): number {
  let sum = 0;
  for (let slice = from; slice < to; slice += 1) sum += (left[slice] ?? 0) * (right[slice] ?? 0);
  return sum;
}

/** Chance that no goal has counted when a slice begins. */
function goallessAt({ first }: ScorerGoals, anyGoal: boolean, slice: number): number {
  if (anyGoal) return 0;
  let chance = 1;
  for (let at = 0; at < slice; at += 1) chance -= (first.home[at] ?? 0) + (first.away[at] ?? 0);
  return Math.max(0, chance);
}

type Role = Exclude<Played, 'not'>;

/** What a way is measured against. */
type Measure = Readonly<{ goals: ScorerGoals; side: Side; anyGoal: boolean; scorable: number }>;

function addTo(
  pile: Pile,
  chance: number,
  way: Readonly<{ share: number; last: number }>,
  goals: Float64Array,
): void {
  pile.chance += chance;
  pile.last += chance * way.last;
  addThinned(pile.further, goals, way.share, chance);
}

/** Adds a way to the role or the roles in which it may turn out to have been. */
function addWay(
  piles: Readonly<Record<Role, Pile>>,
  { player, shares }: Member,
  way: Way,
  { goals, side, anyGoal, scorable }: Measure,
): void {
  const first = anyGoal ? 0 : way.chance * dotBetween(shares, goals.first[side], way);
  const seen = {
    share: Math.min(1, scorable * dotBetween(shares, goals.shares[side], way)),
    last: dotBetween(shares, goals.last[side], way),
  };
  const further = goals.further[side];
  if (player.played !== 'not') {
    piles[player.played].first += first;
    addTo(piles[player.played], way.chance, seen, further);
    return;
  }
  // Who comes on after the first goal cannot score it, so that all of that chance is with the others.
  const before = goallessAt(goals, anyGoal, way.from);
  piles['before-first-goal'].first += first;
  addTo(piles['before-first-goal'], way.chance * before, seen, further);
  if (before < 1) addTo(piles['after-first-goal'], way.chance * (1 - before), seen, further);
}

/** Spreads a pile over the cells: given that he scores again, how often, first and last are independent. */
function spread(
  cells: Float64Array,
  played: Role,
  { chance, further, first, last }: Pile,
  prior: Readonly<{ goals: number; first: boolean; last: boolean; lastStands: number }>,
): void {
  const start = playerCell({ goals: 0, first: false, last: false, played });
  const put = (goals: number, isFirst: 0 | 1, isLast: 0 | 1, part: number): void => {
    const at = start + Math.min(goals, FURTHER_CLASSES - 1) * 4 + isFirst * 2 + isLast;
    cells[at] = (cells[at] ?? 0) + part;
  };
  const none = further[0] ?? 0;
  const again = chance - none;
  const stands = prior.last ? Math.min(none, chance * prior.lastStands) : 0;
  put(prior.goals, prior.first ? 1 : 0, 1, stands);
  put(prior.goals, prior.first ? 1 : 0, 0, none - stands);
  if (again <= 0) return;
  const isFirst = prior.first ? 1 : Math.min(1, first / again);
  const isLast = Math.min(1, last / again);
  for (let more = 1; more < FURTHER_CLASSES; more += 1) {
    const part = further[more] ?? 0;
    put(prior.goals + more, 1, 1, part * isFirst * isLast);
    put(prior.goals + more, 1, 0, part * isFirst * (1 - isLast));
    put(prior.goals + more, 0, 1, part * (1 - isFirst) * isLast);
    put(prior.goals + more, 0, 0, part * (1 - isFirst) * (1 - isLast));
  }
}

function cellsOf(member: Member, state: ScorerState, measure: Measure): Float64Array {
  const { player, ways } = member;
  const { firstScorer, lastScorer } = state;
  const piles = {
    'from-start': emptyPile(),
    'before-first-goal': emptyPile(),
    'after-first-goal': emptyPile(),
  };
  for (const way of ways) addWay(piles, member, way, measure);
  const prior = {
    goals: player.goals,
    first: player.id === firstScorer,
    last: player.id === lastScorer,
    lastStands: measure.goals.last.none,
  };
  const cells = new Float64Array(PLAYER_CELLS.length);
  let plays = 0;
  for (const role of ['from-start', 'before-first-goal', 'after-first-goal'] as const) {
    plays += piles[role].chance;
    if (piles[role].chance > 0) spread(cells, role, piles[role], prior);
  }
  cells[PLAYER_CELLS.length - 1] = Math.max(0, 1 - plays);
  return cells;
}

/**
 * How the match goes for each player of both sheets; `remaining` is the core's grid of goals still to come. A team's further goals are the core's; each falls
 * into a slice between substitutions by its share and goes to a player on the field by his share, so a
 * player's goals are the team's, thinned, over the ways in which he may stay, leave or come on. First and
 * last scorers are the core's first and last goals by slice, thinned alike: exact for the side and the
 * time of the goal, but for own goals among them. Left out: that who comes on early sees more goals in a
 * match with many, and that players are exchanged for one another.
 * @throws InputError for numbers out of range and for sheets that contradict the match.
 */
export function playerChances(
  model: InPlayModel,
  parameters: ScorerParameters,
  remaining: ScoreGrid,
  state: ScorerState,
): readonly PlayerChances[] {
  checkRates(model);
  checkState(state.match);
  checkSheets(state);
  checkNumber('parameters.ownGoalShare', parameters.ownGoalShare, 0, 0.5);
  checkGrid('remaining', remaining);
  const goals = scorerGoals(model, state.match, remaining, parameters.ownGoalShare);
  const scorable = 1 - parameters.ownGoalShare;
  return (['home', 'away'] as const).flatMap((side) => {
    const playing = membersPlaying(parameters, state, side);
    const out = state.teams[side].players
      .filter(({ onField, played }) => !onField && played !== 'not')
      .map(outOfTheMatch);
    const measure = { goals, side, anyGoal: state.anyGoal, scorable };
    return [...playing, ...out].map((member) => ({
      id: member.player.id,
      side,
      cells: cellsOf(member, state, measure),
    }));
  });
}
