import type { Score, Side } from '#contracts/mod.ts';
import {
  tennisFactsOn,
  type Scenario,
  type TennisAnswer,
  type TennisFacts,
  type TennisSet,
  type TennisSubject,
} from '#markets/mod.ts';

import { matchEnds } from './match-walk.ts';
import { gameEnds, gameWalk } from './points.ts';
import { setEnds, setWalk } from './set.ts';
import { currentSet, gameStarts, isOver, setStarts, type Outlook, type Starts } from './starts.ts';
import { outlooksOf, type TennisModel, type TennisState } from './state.ts';
import { atStep, endsOf, splitOf, totalOf, type Count, type Scored, type Split } from './walk.ts';

type Of = TennisSubject['of'];
type Subject<Kind extends Of> = Extract<TennisSubject, { of: Kind }>;
/** An answer and its chance; no answer when the thing is not played. */
type Chanced<Answer> = Readonly<{ answer: Answer; chance: number }>;
type Way<Kind extends Of> = Chanced<TennisAnswer<Kind>>;

const scoreOf = ([home, away]: Count): Score => ({ home, away });

/** Every way in which something goes once it begins, and the way in which it never does. */
const fromStarts = <Begin, Answer>(
  { starts, unplayed }: Starts<Begin>,
  ways: (begin: Begin) => readonly Chanced<Answer | undefined>[],
): readonly Chanced<Answer | undefined>[] => [
  ...starts.flatMap((start) =>
    ways(start).map(({ answer, chance }) => ({ answer, chance: start.chance * chance })),
  ),
  { answer: undefined, chance: unplayed },
];

const sides = ({ a, b }: Split): readonly Chanced<Side>[] => [
  { answer: 'home', chance: a },
  { answer: 'away', chance: b },
];

function ofMatch({ chances, standing, format }: Outlook): readonly Way<'match'>[] {
  return matchEnds(chances, standing, format).map(({ course, chance }) => ({
    answer: {
      sets: scoreOf(course.sets),
      games: scoreOf(course.games),
      firstSet: course.firstSet === 'A' ? 'home' : 'away',
      tiebreaks: course.tiebreaks,
      open: { home: 0, away: 0 },
    },
    chance,
  }));
}

const setWays = (ends: readonly Scored[]): readonly Chanced<TennisSet>[] =>
  ends.map(({ score, chance }) => ({ answer: { games: scoreOf(score), over: true }, chance }));

function ofSet(outlook: Outlook, { set }: Subject<'set'>): readonly Way<'set'>[] {
  const finished = outlook.finished[set - 1];
  if (finished !== undefined) return setWays([{ score: finished, chance: 1 }]);
  return fromStarts(setStarts(outlook, set), (start) =>
    setWays(setEnds(outlook.chances, start.set, start.format)),
  );
}

function ofRace(outlook: Outlook, { set, games }: Subject<'race'>): readonly Way<'race'>[] {
  const reached = (score: Count): number => score.filter((won) => won >= games).length;
  const now = outlook.finished[set - 1] ?? outlook.standing.set.games;
  if (set <= currentSet(outlook) && reached(now) > 0) {
    // Both have won so many games: who was first is not in the score.
    if (reached(now) === 2) throw isOver('games', games);
    return sides(now[0] > now[1] ? { a: 1, b: 0 } : { a: 0, b: 1 });
  }
  return fromStarts(setStarts(outlook, set), (start) => {
    const walk = setWalk(outlook.chances, start.set, start.format);
    const goesOn = (score: Count): boolean => reached(score) === 0;
    return sides(splitOf(endsOf({ ...walk, goesOn }, () => undefined)));
  });
}

const ofGame = (outlook: Outlook, { set, game }: Subject<'game'>): readonly Way<'game'>[] =>
  fromStarts(gameStarts(outlook, set, game), (start) =>
    gameEnds(outlook.chances, start.game).map(({ score, chance }) => ({
      answer: { points: scoreOf(score), over: true, tiebreak: start.game.tiebreak },
      chance,
    })),
  );

function ofPoint(
  outlook: Outlook,
  { set, game, point }: Subject<'point'>,
): readonly Way<'point'>[] {
  return fromStarts(gameStarts(outlook, set, game), (start) => {
    const walk = gameWalk(outlook.chances, start.game);
    const ahead = point - totalOf(walk.start) - 1;
    if (ahead < 0) throw isOver('point', point);
    const { open, ended } = atStep(walk, ahead);
    const won = (by: keyof Split): number =>
      open.reduce((sum, { score, chance }) => sum + chance * walk.splitAt(score)[by], 0);
    return [...sides({ a: won('a'), b: won('b') }), { answer: undefined, chance: ended }];
  });
}

function scenariosOn<Kind extends Of>(
  { format }: Outlook,
  subject: Subject<Kind>,
  ways: readonly Way<Kind>[],
): readonly Scenario<TennisFacts>[] {
  return ways
    .filter(({ chance }) => chance > 0)
    .map(({ answer, chance }) => ({ facts: tennisFactsOn(format, subject, answer), chance }));
}

function scenariosFrom(outlook: Outlook, subject: TennisSubject): readonly Scenario<TennisFacts>[] {
  switch (subject.of) {
    case 'match':
      return scenariosOn(outlook, subject, ofMatch(outlook));
    case 'set':
      return scenariosOn(outlook, subject, ofSet(outlook, subject));
    case 'race':
      return scenariosOn(outlook, subject, ofRace(outlook, subject));
    case 'game':
      return scenariosOn(outlook, subject, ofGame(outlook, subject));
    case 'point':
      return scenariosOn(outlook, subject, ofPoint(outlook, subject));
  }
}

/** Scenarios of one live score, by subject. */
export type ScenariosBySubject = (subject: TennisSubject) => readonly Scenario<TennisFacts>[];

/** As `tennisScenarios`, for many subjects at one score: each is worked out once. */
export function scenariosBySubject(model: TennisModel, state: TennisState): ScenariosBySubject {
  const outlooks = outlooksOf(model, state);
  const known = new Map<string, readonly Scenario<TennisFacts>[]>();
  return (subject) => {
    const key = Object.values(subject).join();
    const found = known.get(key);
    if (found !== undefined) return found;
    const scenarios = outlooks.flatMap(({ outlook, chance: weight }) =>
      scenariosFrom(outlook, subject).map(({ facts, chance }) => ({
        facts,
        chance: weight * chance,
      })),
    );
    known.set(key, scenarios);
    return scenarios;
  };
}

/**
 * How a match can go on from a live score, as to one subject: facts that hold the answer to it, with
 * chances that sum to 1. Those of the whole match are the joint distribution of sets, games, tie-breaks and
 * the winner of the first set, so that markets and combinations on them are exact.
 * @throws InputError NUMBER_INVALID when p or q is no chance or a count not whole; FORMAT_INVALID;
 * STATE_CONTRADICTORY when there is no such score or the match is over; SPECIFIER_INVALID when the match has
 * no such set, or when the subject is over and the score does not tell how it went.
 */
export const tennisScenarios = (
  model: TennisModel,
  state: TennisState,
  subject: TennisSubject = { of: 'match' },
): readonly Scenario<TennisFacts>[] => scenariosBySubject(model, state)(subject);
