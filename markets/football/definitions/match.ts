import type { Score } from '#contracts/mod.ts';

import { leader } from '../../definition.ts';
import type { FootballDefinition } from '../definition.ts';
import { correctScoreOf, exactCountOf, oddEvenOf, winningMarginOf } from '../families/counts.ts';
import { asianHandicapOf, europeanHandicapOf } from '../families/handicaps.ts';
import type { Question } from '../families/kind.ts';
import { doubleChanceOf, drawNoBetOf, resultOf, yesNoOf } from '../families/results.ts';
import { AWAY_TEAM, BOTH_TEAMS, HOME_TEAM, totalOf } from '../families/totals.ts';
import { MATCH } from '../periods.ts';

export const bothScored = (count: Score): boolean => count.home > 0 && count.away > 0;

const winToNil = (side: 'home' | 'away'): Question => ({
  rule: `the ${side} side wins the 90 minutes and the other has no goal`,
  holds: (count) => leader(count) === side && Math.min(count.home, count.away) === 0,
});

/** Markets on the score of the 90 minutes. Extra time and shoot-outs never count here. */
export const MATCH_DEFINITIONS: readonly FootballDefinition[] = [
  resultOf(MATCH, { type: 'match-result', uof: 1, name: 'Match result' }),
  doubleChanceOf(MATCH, { type: 'double-chance', uof: 10, name: 'Double chance' }),
  drawNoBetOf(MATCH, { type: 'draw-no-bet', uof: 11, name: 'Draw no bet' }),
  totalOf(MATCH, { type: 'total-goals', uof: 18, group: 'goals', name: 'Total goals' }),
  asianHandicapOf(MATCH, { type: 'asian-handicap', uof: 16, name: 'Asian handicap' }),
  europeanHandicapOf(MATCH, { type: 'european-handicap', uof: 14, name: 'Handicap' }),
  totalOf(
    MATCH,
    { type: 'home-total-goals', uof: 19, group: 'goals', name: '{home} goals' },
    HOME_TEAM,
  ),
  totalOf(
    MATCH,
    { type: 'away-total-goals', uof: 20, group: 'goals', name: '{away} goals' },
    AWAY_TEAM,
  ),
  yesNoOf(
    MATCH,
    { type: 'both-teams-to-score', uof: 29, group: 'goals', name: 'Both teams to score' },
    { rule: 'both sides have a goal in 90 minutes', holds: bothScored },
  ),
  correctScoreOf(MATCH, { type: 'correct-score', uof: 45, name: 'Correct score' }, 4),
  winningMarginOf(MATCH, { type: 'winning-margin', uof: 15, name: 'Winning margin' }, 3),
  oddEvenOf(MATCH, { type: 'odd-even', uof: 26, group: 'goals', name: 'Odd or even goals' }),
  exactCountOf(
    MATCH,
    { type: 'exact-goals', uof: 21, group: 'goals', name: 'Exact goals' },
    { most: 6, ...BOTH_TEAMS },
  ),
  exactCountOf(
    MATCH,
    { type: 'home-exact-goals', uof: 23, group: 'goals', name: '{home} exact goals' },
    { most: 3, ...HOME_TEAM },
  ),
  exactCountOf(
    MATCH,
    { type: 'away-exact-goals', uof: 24, group: 'goals', name: '{away} exact goals' },
    { most: 3, ...AWAY_TEAM },
  ),
  yesNoOf(
    MATCH,
    { type: 'home-clean-sheet', uof: 31, group: 'goals', name: '{home} clean sheet' },
    { rule: 'the away side has no goal in 90 minutes', holds: (count) => count.away === 0 },
  ),
  yesNoOf(
    MATCH,
    { type: 'away-clean-sheet', uof: 32, group: 'goals', name: '{away} clean sheet' },
    { rule: 'the home side has no goal in 90 minutes', holds: (count) => count.home === 0 },
  ),
  yesNoOf(
    MATCH,
    { type: 'home-win-to-nil', uof: 33, group: 'combinations', name: '{home} to win to nil' },
    winToNil('home'),
  ),
  yesNoOf(
    MATCH,
    { type: 'away-win-to-nil', uof: 34, group: 'combinations', name: '{away} to win to nil' },
    winToNil('away'),
  ),
];
