import type { OutcomeId, TennisMarketType } from '#contracts/mod.ts';

import { outcomeIds, sideName } from '../definition.ts';
import { line, oneOf, sideOf, type TennisMarket } from './definition.ts';
import { aheadOf, leadOf, sumOf } from './facts.ts';
import { ofMatch, ofMatchWinner } from './levels.ts';
import { handicap, oneOfList, overUnder, whichSide, yesNo } from './questions.ts';

const BEST_OF = { bestOf: oneOf('3', '5') };
type ByBestOf = Readonly<Record<string, readonly OutcomeId[]>>;
const SET_SCORES: ByBestOf = {
  '3': outcomeIds('2-0', '2-1', '0-2', '1-2'),
  '5': outcomeIds('3-0', '3-1', '3-2', '0-3', '1-3', '2-3'),
};
const NUMBERS_OF_SETS: ByBestOf = {
  '3': outcomeIds('2', '3'),
  '5': outcomeIds('3', '4', '5'),
};
const FIRST_SET_AND_MATCH = outcomeIds('home-home', 'home-away', 'away-home', 'away-away');

const asItIs = (outcome: OutcomeId): string => outcome;

/** Markets on the sets of a match. */
export const SET_COUNT_MARKETS = {
  'tennis-match-winner': {
    group: 'main',
    uof: 186,
    takes: {},
    example: {},
    name: 'Match winner',
    rule: 'The winner of the match. Once a set is completed, a player who retires or is defaulted has lost; before that the market is void.',
    asks: ofMatchWinner(whichSide(({ sets }) => aheadOf(sets))),
  },
  'tennis-set-betting': {
    group: 'sets',
    uof: 199,
    takes: BEST_OF,
    example: { bestOf: '3' },
    name: 'Set betting',
    rule: 'The score of the match in sets.',
    asks: ofMatch(
      oneOfList(
        ({ bestOf = '' }) => SET_SCORES[bestOf] ?? [],
        ({ sets }) => `${sets.home}-${sets.away}`,
        asItIs,
      ),
    ),
  },
  'tennis-set-handicap': {
    group: 'handicaps',
    uof: 188,
    takes: { line: line(-3, 3) },
    example: { line: '-1.5' },
    name: 'Set handicap {line}',
    rule: 'The sets of the match, with the line added to those of the first player.',
    asks: ofMatch(handicap(({ sets }) => leadOf(sets))),
  },
  'tennis-total-sets': {
    group: 'sets',
    uof: 314,
    takes: { line: line(2, 5) },
    example: { line: '2.5' },
    name: 'Total sets {line}',
    rule: 'The number of sets of the match against the line.',
    asks: ofMatch(overUnder(({ sets }) => sumOf(sets))),
  },
  'tennis-exact-sets': {
    group: 'sets',
    uof: 196,
    takes: BEST_OF,
    example: { bestOf: '3' },
    name: 'Number of sets',
    rule: 'The number of sets of the match.',
    asks: ofMatch(
      oneOfList(
        ({ bestOf = '' }) => NUMBERS_OF_SETS[bestOf] ?? [],
        ({ sets }) => String(sumOf(sets)),
        asItIs,
      ),
    ),
  },
  'tennis-win-a-set': {
    group: 'sets',
    // 192 and 193 of the feed, one a side.
    uof: null,
    takes: { side: oneOf('home', 'away') },
    example: { side: 'home' },
    name: '{side} to win a set',
    rule: 'Whether the player wins one set at least.',
    asks: ofMatch(yesNo(({ sets }, specifiers) => sets[sideOf(specifiers)] > 0)),
  },
  'tennis-first-set-and-match': {
    group: 'combinations',
    uof: null,
    takes: {},
    example: {},
    name: 'First set and match',
    rule: 'The winners of the first set and of the match, both.',
    asks: ofMatch(
      oneOfList(
        () => FIRST_SET_AND_MATCH,
        ({ firstSet = '', sets }) => `${firstSet}-${aheadOf(sets) ?? ''}`,
        (outcome, _, teams) =>
          outcome
            .split('-')
            .map((side) => sideName(side, teams))
            .join(' / '),
      ),
    ),
  },
} satisfies Partial<Record<TennisMarketType, TennisMarket>>;
