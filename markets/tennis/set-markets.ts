import type { Score, TennisMarketType } from '#contracts/mod.ts';

import { outcomeIds } from '../definition.ts';
import { count, line, oneOf, type TennisMarket } from './definition.ts';
import { aheadOf, leadOf, NIL, sumOf } from './facts.ts';
import { hadTiebreak } from './format.ts';
import { ofRace, ofSet } from './levels.ts';
import { setEndsFrom } from './natural-ends.ts';
import { handicap, oddEven, oneOfList, overUnder, whichSide, yesNo } from './questions.ts';

const SET = { set: count(1, 5) };

const textOf = ({ home, away }: Score): string => `${home}-${away}`;
const SCORES = outcomeIds(...setEndsFrom(NIL, 'tb7').map(textOf));
/** An advantage set has no 7-6, and no longest score. */
const ADVANTAGE_SCORES = outcomeIds(
  ...SCORES.filter((score) => !['7-6', '6-7'].includes(score)),
  'other',
);

/** Markets on the games of one set, which are void when it is not played. */
export const SET_MARKETS = {
  'tennis-set-winner': {
    group: 'sets',
    uof: 202,
    takes: SET,
    example: { set: '1' },
    name: 'Set {set} winner',
    rule: 'The winner of the set. Void when the set is not completed.',
    asks: ofSet(whichSide(({ games }) => aheadOf(games))),
  },
  'tennis-set-correct-score': {
    group: 'scores',
    uof: 207,
    takes: SET,
    // A deciding set without a tie-break has another list of scores.
    mayTake: { format: oneOf('adv') },
    example: { set: '1' },
    name: 'Set {set} correct score',
    rule: 'The games of the set. A set won by a tie-break is 7-6.',
    asks: ofSet(
      oneOfList(
        ({ format }) => (format === 'adv' ? ADVANTAGE_SCORES : SCORES),
        ({ games }, { format }) =>
          format === 'adv' && Math.max(games.home, games.away) > 7 ? 'other' : textOf(games),
        (outcome) => (outcome === 'other' ? 'Any other score' : outcome),
      ),
    ),
  },
  'tennis-set-total-games': {
    group: 'games',
    uof: 204,
    takes: { ...SET, line: line(6, 40) },
    example: { set: '1', line: '9.5' },
    name: 'Set {set} total games {line}',
    rule: 'The games of the set against the line. A tie-break is one game.',
    asks: ofSet(overUnder(({ games }) => sumOf(games))),
  },
  'tennis-set-game-handicap': {
    group: 'handicaps',
    uof: 203,
    takes: { ...SET, line: line(-6, 6) },
    example: { set: '1', line: '-1.5' },
    name: 'Set {set} game handicap {line}',
    rule: 'The games of the set, with the line added to those of the first player.',
    asks: ofSet(handicap(({ games }) => leadOf(games))),
  },
  'tennis-set-odd-even-games': {
    group: 'games',
    uof: 205,
    takes: SET,
    example: { set: '1' },
    name: 'Set {set} odd or even games',
    rule: 'Whether the number of games of the set is odd or even. A tie-break is one game.',
    asks: ofSet(oddEven(({ games }) => sumOf(games))),
  },
  'tennis-tie-break-in-set': {
    group: 'sets',
    uof: 206,
    takes: SET,
    example: { set: '1' },
    name: 'Set {set} tie-break',
    rule: 'Whether the set has a tie-break.',
    asks: ofSet(yesNo(({ games }) => hadTiebreak(games.home, games.away))),
  },
  'tennis-race-to-games': {
    group: 'games',
    uof: 208,
    // A set can end before anybody has won a seventh game.
    takes: { ...SET, games: count(2, 6) },
    example: { set: '1', games: '3' },
    name: 'Set {set} race to {games} games',
    heading: 'Race to games of a set',
    rule: 'The first player to win so many games of the set.',
    asks: ofRace(whichSide((side) => side)),
  },
} satisfies Partial<Record<TennisMarketType, TennisMarket>>;
