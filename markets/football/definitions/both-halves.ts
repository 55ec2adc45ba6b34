import { outcomeIds, sideName, winner } from '../../definition.ts';
import type { FootballDefinition } from '../definition.ts';
import type { ByHalf, FootballFacts } from '../facts.ts';
import { fixedMarket, YES_NO, type Kind } from '../families/kind.ts';
import { FIRST_HALF, MATCH } from '../periods.ts';

const HALF_FULL = outcomeIds(
  ...(['home', 'draw', 'away'] as const).flatMap((first) =>
    ['home', 'draw', 'away'].map((second) => `${first}/${second}`),
  ),
);

type Results = FootballFacts['half-results'];
type GoalsByHalf = 'half-totals' | 'home-halves' | 'away-halves';
type YesNo<Facts> = Readonly<{ rule: string; holds: (facts: Facts) => boolean }>;

const askOf = <View extends GoalsByHalf | 'half-results'>(
  reads: View,
  kind: Kind,
  { rule, holds }: YesNo<FootballFacts[View]>,
): FootballDefinition =>
  fixedMarket<View>(
    { group: 'halves', ...kind },
    {
      rule: `Yes when ${rule}.`,
      reads,
      isOpen: MATCH.isOpen,
      outcomes: YES_NO,
      settle: (facts) => winner(YES_NO, holds(facts) ? 'yes' : 'no'),
    },
  );

const winsBoth = (side: 'home' | 'away'): YesNo<Results> => ({
  rule: `the ${side} side has more goals than the other in each half`,
  holds: ({ first, second }) => first === side && second === side,
});
const winsEither = (side: 'home' | 'away'): YesNo<Results> => ({
  rule: `the ${side} side has more goals than the other in one half at least`,
  holds: ({ first, second }) => first === side || second === side,
});
const scoresInBoth = (side: 'home' | 'away'): YesNo<ByHalf> => ({
  rule: `the ${side} side has a goal in each half`,
  holds: ({ first, second }) => first > 0 && second > 0,
});

const HALVES = outcomeIds('first', 'second', 'equal');
const HALF_NAMES: Readonly<Record<string, string>> = {
  first: 'First half',
  second: 'Second half',
  equal: 'Equal',
};

const halfWithMore = (reads: GoalsByHalf, kind: Kind, whose: string): FootballDefinition =>
  fixedMarket<GoalsByHalf>(
    { group: 'halves', ...kind },
    {
      rule: `The half with more goals of ${whose}, or equal.`,
      reads,
      isOpen: MATCH.isOpen,
      outcomes: HALVES,
      settle: ({ first, second }) =>
        winner(HALVES, first === second ? 'equal' : first > second ? 'first' : 'second'),
      outcomeName: (outcome) => HALF_NAMES[outcome] ?? outcome,
    },
  );

/** Markets on both halves together. */
export const BOTH_HALVES_DEFINITIONS: readonly FootballDefinition[] = [
  fixedMarket<'half-results'>(
    { type: 'half-time-full-time', uof: 47, group: 'halves', name: 'Half-time/full-time' },
    {
      rule: 'The result of the first half and the result of the 90 minutes, both.',
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
  askOf(
    'half-results',
    { type: 'home-win-both-halves', uof: 48, name: '{home} to win both halves' },
    winsBoth('home'),
  ),
  askOf(
    'half-results',
    { type: 'away-win-both-halves', uof: 49, name: '{away} to win both halves' },
    winsBoth('away'),
  ),
  askOf(
    'half-results',
    { type: 'home-win-either-half', uof: 50, name: '{home} to win either half' },
    winsEither('home'),
  ),
  askOf(
    'half-results',
    { type: 'away-win-either-half', uof: 51, name: '{away} to win either half' },
    winsEither('away'),
  ),
  halfWithMore(
    'half-totals',
    { type: 'half-with-most-goals', uof: 52, name: 'Half with most goals' },
    'both sides',
  ),
  halfWithMore(
    'home-halves',
    { type: 'home-half-with-most-goals', uof: 53, name: '{home}: half with most goals' },
    'the home side',
  ),
  halfWithMore(
    'away-halves',
    { type: 'away-half-with-most-goals', uof: 54, name: '{away}: half with most goals' },
    'the away side',
  ),
  askOf(
    'home-halves',
    { type: 'home-score-in-both-halves', uof: 56, name: '{home} to score in both halves' },
    scoresInBoth('home'),
  ),
  askOf(
    'away-halves',
    { type: 'away-score-in-both-halves', uof: 57, name: '{away} to score in both halves' },
    scoresInBoth('away'),
  ),
  askOf(
    'half-totals',
    { type: 'both-halves-over', uof: 58, name: 'Both halves over 1.5 goals' },
    {
      rule: 'each half has two goals or more',
      holds: ({ first, second }) => first > 1 && second > 1,
    },
  ),
  askOf(
    'half-totals',
    { type: 'both-halves-under', uof: 59, name: 'Both halves under 1.5 goals' },
    {
      rule: 'each half has one goal or none',
      holds: ({ first, second }) => first < 2 && second < 2,
    },
  ),
];
