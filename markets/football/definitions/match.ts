import type { Score } from '#contracts/mod.ts';

import { leader } from '../../definition.ts';
import type { FootballDefinition } from '../definition.ts';
import {
  asianHandicapOf,
  correctScoreOf,
  doubleChanceOf,
  drawNoBetOf,
  europeanHandicapOf,
  exactCountOf,
  oddEvenOf,
  resultOf,
  totalOf,
  winningMarginOf,
  yesNoOf,
} from '../families.ts';
import { MATCH } from '../periods.ts';

const home = (count: Score): number => count.home;
const away = (count: Score): number => count.away;
const both = (count: Score): number => count.home + count.away;
export const bothScored = (count: Score): boolean => count.home > 0 && count.away > 0;

/** Markets on the score of the 90 minutes. Extra time and shoot-outs never count here. */
export const MATCH_DEFINITIONS: readonly FootballDefinition[] = [
  resultOf(MATCH, { type: 'match-result', uof: 1, name: 'Match result' }),
  doubleChanceOf(MATCH, { type: 'double-chance', uof: 10, name: 'Double chance' }),
  drawNoBetOf(MATCH, { type: 'draw-no-bet', uof: 11, name: 'Draw no bet' }),
  totalOf(MATCH, { type: 'total-goals', uof: 18, group: 'goals', name: 'Total goals' }),
  asianHandicapOf(MATCH, { type: 'asian-handicap', uof: 16, name: 'Asian handicap' }),
  europeanHandicapOf(MATCH, { type: 'european-handicap', uof: 14, name: 'Handicap' }),
  totalOf(MATCH, { type: 'home-total-goals', uof: 19, group: 'goals', name: 'Home goals' }, home),
  totalOf(MATCH, { type: 'away-total-goals', uof: 20, group: 'goals', name: 'Away goals' }, away),
  yesNoOf(
    MATCH,
    { type: 'both-teams-to-score', uof: 29, group: 'goals', name: 'Both teams to score' },
    bothScored,
  ),
  correctScoreOf(MATCH, { type: 'correct-score', uof: 45, name: 'Correct score' }, 4),
  winningMarginOf(MATCH, { type: 'winning-margin', uof: 15, name: 'Winning margin' }, 3),
  oddEvenOf(MATCH, { type: 'odd-even', uof: 26, group: 'goals', name: 'Odd or even goals' }),
  exactCountOf(
    MATCH,
    { type: 'exact-goals', uof: 21, group: 'goals', name: 'Exact goals' },
    { most: 6, of: both },
  ),
  exactCountOf(
    MATCH,
    { type: 'home-exact-goals', uof: 23, group: 'goals', name: 'Home exact goals' },
    { most: 3, of: home },
  ),
  exactCountOf(
    MATCH,
    { type: 'away-exact-goals', uof: 24, group: 'goals', name: 'Away exact goals' },
    { most: 3, of: away },
  ),
  yesNoOf(
    MATCH,
    { type: 'home-clean-sheet', uof: 31, group: 'goals', name: 'Home clean sheet' },
    (count) => count.away === 0,
  ),
  yesNoOf(
    MATCH,
    { type: 'away-clean-sheet', uof: 32, group: 'goals', name: 'Away clean sheet' },
    (count) => count.home === 0,
  ),
  yesNoOf(
    MATCH,
    { type: 'home-win-to-nil', uof: 33, group: 'combinations', name: 'Home win to nil' },
    (count) => leader(count) === 'home' && count.away === 0,
  ),
  yesNoOf(
    MATCH,
    { type: 'away-win-to-nil', uof: 34, group: 'combinations', name: 'Away win to nil' },
    (count) => leader(count) === 'away' && count.home === 0,
  ),
];
