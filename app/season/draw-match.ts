import { footballCell, NEXT_AWAY, NEXT_HOME, NEXT_NONE } from '#markets/mod.ts';
import {
  KICK_OFF,
  scenarioVector,
  scoringRates,
  type FootballState,
  type InPlayModel,
  type Pair,
} from '#odds/models/mod.ts';
import type { Random } from '#platform/mod.ts';
import { foldToAtoms, type Moment, type SimMatch } from '#risk/simulator/mod.ts';

import { ASSUMPTIONS } from './assumptions.ts';
import { drawArrivals, drawLiking, expert } from './draw-crowd.ts';
import type { SeasonSetting } from './season-board.ts';

const { arrivals: counts, courtsiders, lastBetMinute, houseError } = ASSUMPTIONS;
const STEPS_A_MINUTE = 4;
const HALF_TIME = 45;
/** Prices follow the clock at these minutes, and every goal. */
const REPRICED_AT = [20, HALF_TIME, 60, 70];

type Goal = Readonly<{ minute: number; side: 'home' | 'away' }>;

/** Goals in order, minute by minute, by the rates of the model itself: its chances are the true ones. */
function drawGoals(random: Random, model: InPlayModel): readonly Goal[] {
  const goals: Goal[] = [];
  const score = { home: 0, away: 0 };
  for (let step = 1; step <= 90 * STEPS_A_MINUTE; step += 1) {
    const minute = step / STEPS_A_MINUTE;
    const rates = scoringRates(model, score, minute);
    for (const side of ['home', 'away'] as const) {
      if (random.next() >= 1 - Math.exp(-rates[side] / 90 / STEPS_A_MINUTE)) continue;
      goals.push({ minute, side });
      score[side] += 1;
    }
  }
  return goals;
}

const goalsOf = (goals: readonly Goal[], side: Goal['side']): number =>
  goals.filter((goal) => goal.side === side).length;
const scoreOf = (goals: readonly Goal[]): Pair => ({
  home: goalsOf(goals, 'home'),
  away: goalsOf(goals, 'away'),
});

function stateAt(goals: readonly Goal[], minute: number): FootballState {
  const past = goals.filter((goal) => goal.minute <= minute);
  const firstHalf = scoreOf(past.filter((goal) => goal.minute <= HALF_TIME));
  const secondHalf = scoreOf(past.filter((goal) => goal.minute > HALF_TIME));
  const phase =
    minute < HALF_TIME ? 'first-half' : minute > HALF_TIME ? 'second-half' : 'half-time';
  return {
    phase,
    elapsedMinutes: minute,
    firstHalf,
    secondHalf,
    redCards: { home: 0, away: 0 },
  };
}

type Models = Readonly<{ truth: InPlayModel; house: InPlayModel }>;

function momentAt(
  { index, board }: SeasonSetting,
  { truth, house }: Models,
  state: FootballState,
): Moment {
  const atoms = (model: InPlayModel): Float64Array =>
    foldToAtoms(board, scenarioVector(model, state, index));
  const [real, own] = [atoms(truth), atoms(house)];
  return {
    minute: state.elapsedMinutes,
    inPlay: state.phase !== 'not-started',
    truth: real,
    house: own,
    consensus: real.map((chance, atom) => (chance + (own[atom] ?? 0)) / 2),
  };
}

function erring(random: Random, { lambda, mu, parameters }: InPlayModel): InPlayModel {
  const error = (): number => Math.exp(random.normal(0, houseError));
  return { lambda: lambda * error(), mu: mu * error(), parameters };
}

/** One match with all its chances, goals and customers; depends on the random stream alone. */
export function drawMatch(random: Random, setting: SeasonSetting, truth: InPlayModel): SimMatch {
  const models = { truth, house: erring(random.fork('house'), truth) };
  const goals = drawGoals(random.fork('goals'), truth);
  const before = momentAt(setting, models, KICK_OFF);
  const crowd = random.fork('crowd');
  const moments: SimMatch['moments'][number][] = [
    { moment: before, arrivals: drawArrivals(crowd, counts.preMatch, true) },
  ];
  const times = [...goals.map(({ minute }) => minute), ...REPRICED_AT]
    .filter((minute) => minute < lastBetMinute)
    .sort((left, right) => left - right);
  let last = before;
  times.forEach((minute, at) => {
    const moment = momentAt(setting, models, stateAt(goals, minute));
    if (goals.some((goal) => goal.minute === minute)) {
      // The score is known at the ground before the house has moved its prices.
      const stale = { ...last, minute, inPlay: true, truth: moment.truth };
      moments.push({ moment: stale, arrivals: drawCourtsiders(crowd) });
    }
    const length = (times[at + 1] ?? lastBetMinute) - minute;
    const count = crowd.poisson((counts.inPlay * length) / lastBetMinute);
    moments.push({ moment, arrivals: drawArrivals(crowd, count, false) });
    last = moment;
  });
  const liking = drawLiking(random.fork('liking'), setting.board, before);
  return { moments, result: resultOf(setting, goals), liking, attention: setting.attention };
}

const drawCourtsiders = (random: Random) =>
  Array.from({ length: courtsiders.count }, () => random.next())
    .filter((draw) => draw < courtsiders.slips)
    .map(() => expert(random, 'courtsider'));

function resultOf({ index, board }: SeasonSetting, goals: readonly Goal[]): number {
  const { firstHalf, secondHalf } = stateAt(goals, 90);
  const [first] = goals;
  const next = first === undefined ? NEXT_NONE : first.side === 'home' ? NEXT_HOME : NEXT_AWAY;
  const score = {
    h1: firstHalf.home,
    a1: firstHalf.away,
    h2: secondHalf.home,
    a2: secondHalf.away,
  };
  return board.atomOfCell[footballCell(index, score, next)] ?? 0;
}
