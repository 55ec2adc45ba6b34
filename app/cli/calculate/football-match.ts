import { fixtureId, InputError, type Score, type Side } from '#contracts/mod.ts';
import {
  boardOf,
  buildFootballIndex,
  emptyRecord,
  footballDefinitionOf,
  indexFor,
  payoffContext,
  scoreOf,
  type FootballIndex,
  type FootballView,
  type MatchRecord,
} from '#markets/mod.ts';
import { legChances, LIVE_PARAMETERS, type World } from '#odds/mod.ts';
import { calibrate } from '#odds/models/fitting/mod.ts';
import {
  dixonColesFinal,
  poissonCounts,
  scenarioVector,
  type FootballState,
  type InPlayModel,
  type ScoreGrid,
} from '#odds/models/mod.ts';
import { withFields } from '#app/calculations/mod.ts';

import { dixonColesBoard } from './dixon-coles-board.ts';
import { pricedAnswers, type Margin, type PricedAnswers } from './priced-market.ts';

/** A match as the command line describes it: expected goals of the 90 minutes, and where it stands. */
export type FootballQuestion = Readonly<{
  home: number;
  away: number;
  /** Dixon-Coles dependence of the final score. */
  rho?: number;
  /** Minutes played, 0 to 90; undefined before the match. */
  minute?: number;
  score: Score;
  halfTime?: Score;
  reds: Score;
}>;

const contradictory = (field: string, value: unknown, why: string): InputError =>
  new InputError('STATE_CONTRADICTORY', field, value, why);

const inRange = (field: string, value: number, from: number, to: number): void => {
  if (Number.isFinite(value) && value >= from && value <= to) return;
  throw new InputError('NUMBER_INVALID', field, value, `must be from ${from} to ${to}`);
};

/** Beyond these the cells of a half no longer tell scores apart. */
const MOST_EXPECTED = 8;
const MOST_GOALS = 12;

/** @throws InputError NUMBER_INVALID or STATE_CONTRADICTORY. */
function checkFootball(question: FootballQuestion): FootballQuestion {
  const { home, away, minute, score, halfTime, reds } = question;
  inRange('home', home, 0.01, MOST_EXPECTED);
  inRange('away', away, 0.01, MOST_EXPECTED);
  for (const [field, goals] of Object.entries({ score, halfTime: halfTime ?? score })) {
    inRange(`${field}.home`, goals.home, 0, MOST_GOALS);
    inRange(`${field}.away`, goals.away, 0, MOST_GOALS);
  }
  if (minute !== undefined) inRange('minute', minute, 0, 90);
  const begun = minute !== undefined;
  if (!begun && score.home + score.away + reds.home + reds.away > 0) {
    throw contradictory('minute', minute, 'must be given with a score or a red card');
  }
  if (Math.max(reds.home, reds.away) > 5) throw contradictory('reds', reds, 'end the match');
  if (halfTime === undefined) return question;
  if (minute === undefined || minute < 45) {
    throw contradictory('halfTime', halfTime, 'is not known before minute 45');
  }
  if (halfTime.home > score.home || halfTime.away > score.away) {
    throw contradictory('halfTime', halfTime, 'cannot be above the score');
  }
  return question;
}

type Match = Readonly<{ record: MatchRecord; state: FootballState }>;

const goalsOf = (count: Score, phase: 'first-half' | 'second-half', from: number) =>
  (['home', 'away'] as const).flatMap((side: Side) =>
    Array.from({ length: count[side] }, (_, at) => ({
      eventId: `${phase}-${side}-${at}`,
      side,
      player: null,
      how: 'play' as const,
      phase,
      elapsedMs: 0,
      minute: from,
    })),
  );

/** The match as the catalogue and as the model see it; without a half-time score all goals are old. */
function matchOf({ home, away, minute, score, halfTime, reds }: FootballQuestion): Match {
  const expectation = { totalGoals: home + away, supremacy: home - away };
  const none = { home: 0, away: 0 };
  const start = { ...emptyRecord(fixtureId('question')), expectation };
  if (minute === undefined) {
    const state = { phase: 'not-started', elapsedMinutes: 0 } as const;
    return {
      record: start,
      state: { ...state, firstHalf: none, secondHalf: none, redCards: reds },
    };
  }
  const second = minute >= 45;
  const firstHalf = second ? (halfTime ?? score) : score;
  const secondHalf = { home: score.home - firstHalf.home, away: score.away - firstHalf.away };
  const phase = second ? 'second-half' : 'first-half';
  const record: MatchRecord = {
    ...start,
    phase,
    phases: ['not-started', 'first-half', ...(second ? (['half-time', phase] as const) : [])],
    clock: { phase, elapsedMs: Math.round((minute - (second ? 45 : 0)) * 60_000) },
    goals: [...goalsOf(firstHalf, 'first-half', 1), ...goalsOf(secondHalf, 'second-half', 46)],
  };
  const state = { phase, elapsedMinutes: minute, firstHalf, secondHalf, redCards: reds } as const;
  return { record, state };
}

/**
 * Base rates of the expected goals.
 * @throws InputError NO_SOLUTION for fewer goals than time and stoppages alone bring.
 */
function modelOf({ home, away }: FootballQuestion): InPlayModel {
  const model = calibrate({ totalGoals: home + away, supremacy: home - away }, LIVE_PARAMETERS);
  if (model.converged) return model;
  const field = model.lambda < model.mu ? 'home' : 'away';
  const why =
    'is too little for the model of the course of a match; with --rho 0 the final score is priced alone';
  throw new InputError('NO_SOLUTION', field, field === 'home' ? home : away, why);
}

/** The chance that more goals fall in a half than it has classes; the last one holds them, too. */
const OVERFLOW = 5e-4;
const MOST_CLASSES = 15;
/** The second half has some 55 % of the goals. */
const SECOND_HALF = 0.56;

/** The index of the record, with more classes where many goals are expected. */
function indexOf(record: MatchRecord, { home, away }: FootballQuestion): FootballIndex {
  let above = 1;
  const chances = poissonCounts(SECOND_HALF * Math.max(home, away), MOST_CLASSES);
  const enough = chances.findIndex((chance) => (above -= chance) < OVERFLOW);
  const classes = enough < 0 ? MOST_CLASSES : enough;
  const { maxFirst, maxSecond } = indexFor(record);
  return buildFootballIndex(Math.max(maxFirst, classes - 1), Math.max(maxSecond, classes));
}

/** What the model knows of the match, for bet builders. */
export function worldOf(
  question: FootballQuestion,
): Readonly<{ world: World; record: MatchRecord }> {
  const { record, state } = matchOf(checkFootball(question));
  const index = indexOf(record, question);
  const core = scenarioVector(modelOf(question), state, index);
  const mass = core.reduce((sum, chance) => sum + chance, 0);
  const world: World = {
    index,
    core: core.map((chance) => chance / mass),
    context: payoffContext(record),
    factors: new Map(),
    players: new Map(),
    scored: scoreOf(record).fullTime,
  };
  return { world, record };
}

const WITHOUT_HALF_TIME: readonly FootballView[] = ['full-time', 'next-goal'];

const finalScores = (
  { home, away, minute, score, reds }: FootballQuestion,
  rho: number,
): ScoreGrid =>
  withFields({ lambda: 'home', mu: 'away' }, () =>
    dixonColesFinal(
      { lambda: home, mu: away, rho },
      { score, minute: minute ?? 0, redCards: reds },
      LIVE_PARAMETERS,
    ),
  );

/** The board of a match by the live engine's model, or by Dixon-Coles where rho is given. */
export function priceFootball(
  question: FootballQuestion,
  margin?: Margin,
): readonly PricedAnswers[] {
  if (question.rho !== undefined) {
    const { record } = matchOf(checkFootball(question));
    return dixonColesBoard(record, finalScores(question, question.rho), margin);
  }
  const { world, record } = worldOf(question);
  const knowsHalves =
    question.minute === undefined || question.minute < 45 || question.halfTime !== undefined;
  return boardOf(record).flatMap(({ key, identity, outcomes }) => {
    const reads = footballDefinitionOf(identity.type)?.reads ?? 'full-time';
    if (!knowsHalves && !WITHOUT_HALF_TIME.includes(reads)) return [];
    try {
      const chances = new Map(
        outcomes.map((id) => [id, legChances(world, { marketKey: key, outcomeId: id })]),
      );
      return [pricedAnswers(key, chances, margin)];
    } catch (error) {
      // A factor beside the goals has no distribution here.
      if (error instanceof InputError && error.code === 'NO_SOLUTION') return [];
      throw error;
    }
  });
}
