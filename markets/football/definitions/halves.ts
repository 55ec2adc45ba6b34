import type { FootballDefinition } from '../definition.ts';
import { correctScoreOf, exactCountOf, oddEvenOf } from '../families/counts.ts';
import { asianHandicapOf, europeanHandicapOf } from '../families/handicaps.ts';
import { doubleChanceOf, drawNoBetOf, resultOf, yesNoOf } from '../families/results.ts';
import { AWAY_TEAM, BOTH_TEAMS, HOME_TEAM, totalOf } from '../families/totals.ts';
import { FIRST_HALF, SECOND_HALF, type Period } from '../periods.ts';
import { bothScored } from './match.ts';

const bothScoredIn = ({ span }: Period) => ({
  rule: `both sides have a goal in ${span}`,
  holds: bothScored,
});

const FIRST: readonly FootballDefinition[] = [
  resultOf(
    { ...FIRST_HALF, title: '' },
    { type: 'half-time-result', uof: 60, name: 'Half-time result' },
  ),
  doubleChanceOf(FIRST_HALF, { type: 'first-half-double-chance', uof: 63, name: 'Double chance' }),
  drawNoBetOf(FIRST_HALF, { type: 'first-half-draw-no-bet', uof: 64, name: 'Draw no bet' }),
  totalOf(FIRST_HALF, { type: 'first-half-total-goals', uof: 68, name: 'Total goals' }),
  totalOf(FIRST_HALF, { type: 'first-half-home-goals', uof: 69, name: '{home} goals' }, HOME_TEAM),
  totalOf(FIRST_HALF, { type: 'first-half-away-goals', uof: 70, name: '{away} goals' }, AWAY_TEAM),
  asianHandicapOf(FIRST_HALF, {
    type: 'first-half-asian-handicap',
    uof: 66,
    group: 'halves',
    name: 'Asian handicap',
  }),
  europeanHandicapOf(FIRST_HALF, {
    type: 'first-half-european-handicap',
    uof: 65,
    group: 'halves',
    name: 'Handicap',
  }),
  yesNoOf(
    FIRST_HALF,
    { type: 'first-half-both-teams-to-score', uof: 75, name: 'Both teams to score' },
    bothScoredIn(FIRST_HALF),
  ),
  correctScoreOf(
    FIRST_HALF,
    { type: 'first-half-correct-score', uof: 81, group: 'halves', name: 'Correct score' },
    2,
  ),
  oddEvenOf(FIRST_HALF, { type: 'first-half-odd-even', uof: 74, name: 'Odd or even goals' }),
  exactCountOf(
    FIRST_HALF,
    { type: 'first-half-exact-goals', uof: 71, name: 'Exact goals' },
    { most: 3, ...BOTH_TEAMS },
  ),
];

const SECOND: readonly FootballDefinition[] = [
  resultOf(SECOND_HALF, { type: 'second-half-result', uof: 83, name: 'Result' }),
  doubleChanceOf(SECOND_HALF, {
    type: 'second-half-double-chance',
    uof: 85,
    name: 'Double chance',
  }),
  drawNoBetOf(SECOND_HALF, { type: 'second-half-draw-no-bet', uof: 86, name: 'Draw no bet' }),
  totalOf(SECOND_HALF, { type: 'second-half-total-goals', uof: 90, name: 'Total goals' }),
  asianHandicapOf(SECOND_HALF, {
    type: 'second-half-asian-handicap',
    uof: 88,
    group: 'halves',
    name: 'Asian handicap',
  }),
  yesNoOf(
    SECOND_HALF,
    { type: 'second-half-both-teams-to-score', uof: 95, name: 'Both teams to score' },
    bothScoredIn(SECOND_HALF),
  ),
  correctScoreOf(
    SECOND_HALF,
    { type: 'second-half-correct-score', uof: 98, group: 'halves', name: 'Correct score' },
    2,
  ),
  oddEvenOf(SECOND_HALF, { type: 'second-half-odd-even', uof: 94, name: 'Odd or even goals' }),
  exactCountOf(
    SECOND_HALF,
    { type: 'second-half-exact-goals', uof: 93, name: 'Exact goals' },
    { most: 3, ...BOTH_TEAMS },
  ),
];

/** Markets on the score of one half by itself. */
export const HALF_DEFINITIONS: readonly FootballDefinition[] = [...FIRST, ...SECOND];
