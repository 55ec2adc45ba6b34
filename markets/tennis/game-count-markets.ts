import type { TennisMarketType } from '#contracts/mod.ts';

import { totalResult } from '../arithmetic/mod.ts';
import { leader, outcomeIds, sideName } from '../definition.ts';
import { line, lineOf, oneOf, sideOf, type TennisMarket } from './definition.ts';
import { aheadOf, leadOf, sumOf } from './facts.ts';
import { ofMatch } from './levels.ts';
import { handicap, oddEven, oneOfList, overUnder, yesNo } from './questions.ts';

const RESULT = outcomeIds('home', 'draw', 'away');
const WINNER_AND_TOTAL = outcomeIds('home-over', 'home-under', 'away-over', 'away-under');

/** Markets on the games of a match; a tie-break is one game. */
export const GAME_COUNT_MARKETS = {
  'tennis-total-games': {
    group: 'main',
    uof: 189,
    takes: { line: line(12, 100) },
    example: { line: '22.5' },
    name: 'Total games {line}',
    rule: 'The games of the match against the line. A tie-break is one game.',
    asks: ofMatch(overUnder(({ games }) => sumOf(games))),
  },
  'tennis-game-handicap': {
    group: 'handicaps',
    uof: 187,
    takes: { line: line(-30, 30) },
    example: { line: '-2.5' },
    name: 'Game handicap {line}',
    rule: 'The games of the match, with the line added to those of the first player. A tie-break is one game.',
    asks: ofMatch(handicap(({ games }) => leadOf(games))),
  },
  'tennis-player-total-games': {
    group: 'games',
    // 190 and 191 of the feed, one a side.
    uof: null,
    takes: { side: oneOf('home', 'away'), line: line(0.5, 60) },
    example: { side: 'home', line: '12.5' },
    name: '{side} total games {line}',
    rule: 'The games that the player wins in the match against the line.',
    asks: ofMatch(overUnder(({ games }, specifiers) => games[sideOf(specifiers)])),
  },
  'tennis-odd-even-games': {
    group: 'games',
    uof: 198,
    takes: {},
    example: {},
    name: 'Odd or even games',
    rule: 'Whether the number of games of the match is odd or even. A tie-break is one game.',
    asks: ofMatch(oddEven(({ games }) => sumOf(games))),
  },
  'tennis-most-games': {
    group: 'games',
    uof: null,
    takes: {},
    example: {},
    name: 'Most games',
    rule: 'Who wins more games in the match; a draw when both win as many.',
    asks: ofMatch(
      oneOfList(
        () => RESULT,
        ({ games }) => leader(games),
      ),
    ),
  },
  'tennis-winner-and-total-games': {
    group: 'combinations',
    uof: null,
    // Half lines alone: a total on the line would leave no answer.
    takes: { line: line(12.5, 99.5, 4) },
    example: { line: '22.5' },
    name: 'Winner and total games {line}',
    rule: 'The winner of the match, and its games against the line, both.',
    asks: ofMatch(
      oneOfList(
        () => WINNER_AND_TOTAL,
        ({ sets, games }, specifiers) => {
          const over = totalResult('over', lineOf(specifiers), sumOf(games)) === 'won';
          return `${aheadOf(sets) ?? ''}-${over ? 'over' : 'under'}`;
        },
        (outcome, specifiers, teams) => {
          const [side = '', total = ''] = outcome.split('-');
          return `${sideName(side, teams)} and ${total} ${specifiers['line'] ?? ''}`;
        },
      ),
    ),
  },
  'tennis-tie-break-in-match': {
    group: 'games',
    uof: null,
    takes: {},
    example: {},
    name: 'Tie-break in the match',
    rule: 'Whether a set of the match has a tie-break.',
    asks: ofMatch(yesNo(({ tiebreaks }) => tiebreaks > 0)),
  },
  'tennis-total-tie-breaks': {
    group: 'games',
    uof: null,
    takes: { line: line(0.5, 5) },
    example: { line: '0.5' },
    name: 'Total tie-breaks {line}',
    rule: 'The sets of the match that have a tie-break against the line.',
    asks: ofMatch(overUnder(({ tiebreaks }) => tiebreaks)),
  },
} satisfies Partial<Record<TennisMarketType, TennisMarket>>;
