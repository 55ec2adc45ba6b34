import type { Side, Specifiers } from '#contracts/mod.ts';

import { allVoid, type Settled } from '../definition.ts';
import { numberOf, type Asks, type Decided } from './definition.ts';
import {
  sumOf,
  type TennisFacts,
  type TennisGame,
  type TennisSet,
  type TennisTotals,
} from './facts.ts';
import { naturalEnds, setEndsFrom } from './natural-ends.ts';
import type { Question } from './questions.ts';

/** What all of them say alike of each outcome; undefined where they differ. */
function agreed(all: Iterable<readonly Settled[]>): Decided {
  let agree: Decided | undefined;
  for (const results of all) {
    agree = agree?.map((result, at) => (result === results[at] ? result : undefined)) ?? results;
    if (agree.every((result) => result === undefined)) break;
  }
  return agree ?? [];
}

function* mapped<From, To>(all: Iterable<From>, change: (from: From) => To): Generator<To> {
  for (const one of all) yield change(one);
}

/** A question on the sums over a match. */
export const ofMatch = (question: Question<TennisTotals>): Asks => ({
  ...question,
  subject: () => ({ of: 'match' }),
  decide: (facts, specifiers) => {
    const { ending, format } = facts;
    if (ending === 'walkover') return undefined;
    const { bestOf } = specifiers;
    if (bestOf !== undefined && Number(bestOf) !== format.bestOf) {
      return allVoid(question.outcomes(specifiers));
    }
    if (ending === 'completed') return question.answer(facts.totals(), specifiers);
    const ends = naturalEnds(facts.totals(), format);
    return agreed(mapped(ends, (totals) => question.answer(totals, specifiers)));
  },
});

/** The winner of a match is known also when the opponent retires after a completed set. */
export const ofMatchWinner = (question: Question<TennisTotals>): Asks => {
  const asks = ofMatch(question);
  return {
    ...asks,
    decide: (facts, specifiers) => {
      const { ending } = facts;
      if (ending !== 'home-retired' && ending !== 'away-retired') {
        return asks.decide(facts, specifiers);
      }
      const totals = facts.totals();
      if (sumOf(totals.sets) === 0) return undefined;
      const sets = ending === 'home-retired' ? { home: 0, away: 1 } : { home: 1, away: 0 };
      return question.answer({ ...totals, sets }, specifiers);
    },
  };
};

/** A question on the games of the set `set`; void when it is not played. */
export const ofSet = (question: Question<TennisSet>): Asks => ({
  ...question,
  subject: (specifiers) => ({ of: 'set', set: numberOf(specifiers, 'set') }),
  decide: (facts, specifiers) => {
    const number = numberOf(specifiers, 'set');
    const set = facts.set(number);
    if (set === undefined) return undefined;
    if (set.over) return question.answer(set, specifiers);
    const { bestOf, finalSet } = facts.format;
    const ends = setEndsFrom(set.games, number === bestOf ? finalSet : 'tb7');
    return agreed(mapped(ends, (games) => question.answer({ games, over: true }, specifiers)));
  },
});

/** The first to win `games` games of the set `set`. */
export const ofRace = (question: Question<Side>): Asks => ({
  ...question,
  subject: (specifiers) => ({
    of: 'race',
    set: numberOf(specifiers, 'set'),
    games: numberOf(specifiers, 'games'),
  }),
  decide: (facts, specifiers) => {
    const side = facts.race(numberOf(specifiers, 'set'), numberOf(specifiers, 'games'));
    return side === undefined ? undefined : question.answer(side, specifiers);
  },
});

/** Whether a game or a point that is not there can no longer come. */
const isPast = (facts: TennisFacts, specifiers: Specifiers): boolean =>
  facts.ending === 'under-way' && facts.set(numberOf(specifiers, 'set'))?.over === true;

/**
 * A question on one game. `known` says whether a game under way has answered it. Void when the game is
 * not played, and `inTiebreak` says whether a tie-break is a game of this kind.
 */
export const ofGame = (
  question: Question<TennisGame>,
  { known, inTiebreak }: Readonly<{ known: (game: TennisGame) => boolean; inTiebreak: boolean }>,
): Asks => ({
  ...question,
  subject: (specifiers) => ({
    of: 'game',
    set: numberOf(specifiers, 'set'),
    game: numberOf(specifiers, 'game'),
  }),
  decide: (facts, specifiers) => {
    const game = facts.game(numberOf(specifiers, 'set'), numberOf(specifiers, 'game'));
    const unplayed = game === undefined ? isPast(facts, specifiers) : game.tiebreak && !inTiebreak;
    if (unplayed) return allVoid(question.outcomes(specifiers));
    return game !== undefined && known(game) ? question.answer(game, specifiers) : undefined;
  },
});

/** Who wins one point; void when it is not played. */
export const ofPoint = (question: Question<Side>): Asks => ({
  ...question,
  subject: (specifiers) => ({
    of: 'point',
    set: numberOf(specifiers, 'set'),
    game: numberOf(specifiers, 'game'),
    point: numberOf(specifiers, 'point'),
  }),
  decide: (facts, specifiers) => {
    const [set, game] = [numberOf(specifiers, 'set'), numberOf(specifiers, 'game')];
    const side = facts.point(set, game, numberOf(specifiers, 'point'));
    if (side !== undefined) return question.answer(side, specifiers);
    const past = facts.ending === 'under-way' && facts.game(set, game)?.over === true;
    return past || isPast(facts, specifiers) ? allVoid(question.outcomes(specifiers)) : undefined;
  },
});
