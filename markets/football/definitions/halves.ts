import type { Score } from '#contracts/mod.ts';

import { outcomeIds, sideName, winner } from '../../definition.ts';
import type { FootballDefinition } from '../definition.ts';
import type { ByHalf, FootballFacts } from '../facts.ts';
import {
  asianHandicapOf,
  correctScoreOf,
  doubleChanceOf,
  drawNoBetOf,
  europeanHandicapOf,
  exactCountOf,
  fixedMarket,
  oddEvenOf,
  resultOf,
  totalOf,
  yesNoOf,
  YES_NO,
} from '../families.ts';
import { FIRST_HALF, MATCH, SECOND_HALF } from '../periods.ts';
import { bothScored } from './match.ts';

const home = (count: Score): number => count.home;
const away = (count: Score): number => count.away;
const both = (count: Score): number => count.home + count.away;

/** Markets on the score of one half by itself. */
const FIRST: readonly FootballDefinition[] = [
  resultOf(FIRST_HALF, { type: 'half-time-result', uof: 60, name: 'Result' }),
  doubleChanceOf(FIRST_HALF, { type: 'first-half-double-chance', uof: 63, name: 'Double chance' }),
  drawNoBetOf(FIRST_HALF, { type: 'first-half-draw-no-bet', uof: 64, name: 'Draw no bet' }),
  totalOf(FIRST_HALF, { type: 'first-half-total-goals', uof: 68, name: 'Total goals' }),
  totalOf(FIRST_HALF, { type: 'first-half-home-goals', uof: 69, name: 'Home goals' }, home),
  totalOf(FIRST_HALF, { type: 'first-half-away-goals', uof: 70, name: 'Away goals' }, away),
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
    bothScored,
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
    { most: 3, of: both },
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
    bothScored,
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
    { most: 3, of: both },
  ),
];

const HALF_FULL = outcomeIds(
  ...(['home', 'draw', 'away'] as const).flatMap((first) =>
    ['home', 'draw', 'away'].map((second) => `${first}/${second}`),
  ),
);
const HALVES = outcomeIds('first', 'second', 'equal');

type Results = FootballFacts['half-results'];

const bothHalves = (
  kind: Readonly<{ type: FootballDefinition['type']; uof?: number; name: string }>,
  holds: (results: Results) => boolean,
): FootballDefinition =>
  fixedMarket<'half-results'>(
    { group: 'halves', ...kind },
    {
      reads: 'half-results',
      isOpen: MATCH.isOpen,
      outcomes: YES_NO,
      settle: (results) => winner(YES_NO, holds(results) ? 'yes' : 'no'),
    },
  );

type GoalsByHalf = 'half-totals' | 'home-halves' | 'away-halves';

const halfWithMore = (
  reads: GoalsByHalf,
  kind: Readonly<{ type: FootballDefinition['type']; uof?: number; name: string }>,
): FootballDefinition =>
  fixedMarket<GoalsByHalf>(
    { group: 'halves', ...kind },
    {
      reads,
      isOpen: MATCH.isOpen,
      outcomes: HALVES,
      settle: ({ first, second }) =>
        winner(HALVES, first === second ? 'equal' : first > second ? 'first' : 'second'),
      outcomeName: (outcome) =>
        outcome === 'equal' ? 'Equal' : `${sideName(outcome, { home: '', away: '' })} half`,
    },
  );

const inEachHalf = (
  reads: GoalsByHalf,
  kind: Readonly<{ type: FootballDefinition['type']; uof?: number; name: string }>,
  holds: (goals: ByHalf) => boolean,
): FootballDefinition =>
  fixedMarket<GoalsByHalf>(
    { group: 'halves', ...kind },
    {
      reads,
      isOpen: MATCH.isOpen,
      outcomes: YES_NO,
      settle: (goals) => winner(YES_NO, holds(goals) ? 'yes' : 'no'),
    },
  );

const scoredInBoth = ({ first, second }: ByHalf): boolean => first > 0 && second > 0;

/** Markets on both halves together. */
const TOGETHER: readonly FootballDefinition[] = [
  fixedMarket<'half-results'>(
    { type: 'half-time-full-time', uof: 47, group: 'halves', name: 'Half-time/full-time' },
    {
      reads: 'half-results',
      isOpen: FIRST_HALF.isOpen,
      outcomes: HALF_FULL,
      settle: ({ first, fullTime }) => winner(HALF_FULL, `${first}/${fullTime}`),
      outcomeName: (outcome, _, teams) =>
        outcome
          .split('/')
          .map((side) => sideName(side, teams))
          .join('/'),
    },
  ),
  bothHalves(
    { type: 'home-win-both-halves', uof: 48, name: 'Home to win both halves' },
    ({ first, second }) => first === 'home' && second === 'home',
  ),
  bothHalves(
    { type: 'away-win-both-halves', uof: 49, name: 'Away to win both halves' },
    ({ first, second }) => first === 'away' && second === 'away',
  ),
  bothHalves(
    { type: 'home-win-either-half', uof: 50, name: 'Home to win either half' },
    ({ first, second }) => first === 'home' || second === 'home',
  ),
  bothHalves(
    { type: 'away-win-either-half', uof: 51, name: 'Away to win either half' },
    ({ first, second }) => first === 'away' || second === 'away',
  ),
  halfWithMore('half-totals', {
    type: 'half-with-most-goals',
    uof: 52,
    name: 'Half with most goals',
  }),
  halfWithMore('home-halves', {
    type: 'home-half-with-most-goals',
    uof: 53,
    name: 'Half with most home goals',
  }),
  halfWithMore('away-halves', {
    type: 'away-half-with-most-goals',
    uof: 54,
    name: 'Half with most away goals',
  }),
  inEachHalf(
    'home-halves',
    { type: 'home-score-in-both-halves', uof: 56, name: 'Home to score in both halves' },
    scoredInBoth,
  ),
  inEachHalf(
    'away-halves',
    { type: 'away-score-in-both-halves', uof: 57, name: 'Away to score in both halves' },
    scoredInBoth,
  ),
  inEachHalf(
    'half-totals',
    { type: 'both-halves-over', uof: 58, name: 'Both halves over 1.5 goals' },
    ({ first, second }) => first > 1 && second > 1,
  ),
  inEachHalf(
    'half-totals',
    { type: 'both-halves-under', uof: 59, name: 'Both halves under 1.5 goals' },
    ({ first, second }) => first < 2 && second < 2,
  ),
];

export const HALF_DEFINITIONS: readonly FootballDefinition[] = [...FIRST, ...SECOND, ...TOGETHER];
