import type { IceHockeyMarketType, Specifiers } from '#contracts/mod.ts';

import { outcomeIds, parseCount, sideName, winner, type Definition } from '../definition.ts';
import { marketOf, type Kind } from '../two-teams/question.ts';
import { highestOf, marginOf, tallyOf, totalOf } from '../two-teams/tally.ts';
import {
  firstToGoals,
  periodSpan,
  scorerOfGoal,
  type IceHockeyFacts,
  type IceHockeyView,
} from './facts.ts';

const DECIDED_IN = outcomeIds('regulation', 'overtime', 'shoot-out');
const PERIODS = outcomeIds('1', '2', '3', 'equal');
const SCORERS = outcomeIds('home', 'away', 'none');
const LAST_GOAL = 60;

const PERIOD_SPANS = ([1, 2, 3] as const).map(periodSpan);

type CourseDefinition = Definition<IceHockeyFacts> &
  Readonly<{ reads: (specifiers: Specifiers) => IceHockeyView }>;

/** The part of the game that decides it: the first after which the score is not level. */
const decidedIn: CourseDefinition = {
  ...marketOf<IceHockeyFacts>(
    { type: 'ice-hockey-decided-in', group: 'decider', title: 'Game decided in' },
    {
      rule: 'The part of the game after which the score is first not level: 60 minutes, overtime or shoot-out.',
      outcomes: DECIDED_IN,
      settle: ({ tallies }) => {
        const isLevel = (span: 'regulation' | 'overtime') => marginOf(tallyOf(tallies, span)) === 0;
        if (!isLevel('regulation')) return winner(DECIDED_IN, 'regulation');
        return winner(DECIDED_IN, isLevel('overtime') ? 'shoot-out' : 'overtime');
      },
      outcomeName: (outcome, _, teams) =>
        outcome === 'regulation' ? '60 minutes' : sideName(outcome, teams),
    },
  ),
  reads: () => ({ joint: 'game' }),
};

/** The period in which both sides together score most, overtime excluded; `equal` when several do. */
const highestScoringPeriod: CourseDefinition = {
  ...marketOf<IceHockeyFacts>(
    {
      type: 'ice-hockey-highest-scoring-period',
      group: 'periods',
      uof: 432,
      title: 'Highest scoring period',
    },
    {
      rule: 'The period in which both sides together score most, or equal; overtime does not count.',
      outcomes: PERIODS,
      settle: ({ tallies }) => {
        const highest = highestOf(PERIOD_SPANS.map((span) => totalOf(tallyOf(tallies, span))));
        return winner(PERIODS, highest === 'equal' ? highest : String(highest + 1));
      },
      outcomeName: (outcome) => (outcome === 'equal' ? 'Equal' : `Period ${outcome}`),
    },
  ),
  reads: () => ({ joint: 'period-totals' }),
};

const countOf = (text: string | undefined): number => parseCount(text, LAST_GOAL) ?? 0;

/** A question about one goal of the 60 minutes, by its number. */
const byCount = (
  kind: Kind,
  name: 'goal' | 'goals',
  asks: Readonly<{
    rule: string;
    example: string;
    settle: (facts: IceHockeyFacts, count: number) => 'home' | 'away' | 'none';
    view: (count: number) => IceHockeyView;
  }>,
): CourseDefinition => ({
  ...marketOf<IceHockeyFacts>(kind, {
    rule: asks.rule,
    parameters: { [name]: (text) => countOf(text) >= 1 },
    example: { [name]: asks.example },
    outcomes: SCORERS,
    settle: (facts, specifiers) => winner(SCORERS, asks.settle(facts, countOf(specifiers[name]))),
    marketName: ({ [name]: count }) =>
      `${count === undefined ? kind.title : `${kind.title}: ${count}`} (60 minutes)`,
    outcomeName: (outcome, _, teams) => sideName(outcome, teams),
  }),
  reads: (specifiers) => asks.view(countOf(specifiers[name])),
});

/** Which side scores goal number `goal` of the 60 minutes, overtime excluded. */
const nextGoal = byCount(
  { type: 'ice-hockey-next-goal', group: 'goals', uof: 8, title: 'Team to score goal' },
  'goal',
  {
    rule: 'The side that scores the goal of that number, or none; overtime does not count.',
    example: '1',
    settle: scorerOfGoal,
    view: (goal) => ({ goal }),
  },
);

/** Which side is first to `goals` goals in the 60 minutes, overtime excluded. */
const raceToGoals = byCount(
  { type: 'ice-hockey-race-to-goals', group: 'race', title: 'Race to goals' },
  'goals',
  {
    rule: 'The side that is first to have that many goals, or none; overtime does not count.',
    example: '3',
    settle: firstToGoals,
    view: (raceTo) => ({ raceTo }),
  },
);

type CourseType = Extract<
  IceHockeyMarketType,
  | 'ice-hockey-decided-in'
  | 'ice-hockey-highest-scoring-period'
  | 'ice-hockey-next-goal'
  | 'ice-hockey-race-to-goals'
>;

/** Markets that the course of a game decides: how it ends, and the order of its goals. */
export const COURSE_DEFINITIONS: Readonly<Record<CourseType, CourseDefinition>> = {
  'ice-hockey-decided-in': decidedIn,
  'ice-hockey-highest-scoring-period': highestScoringPeriod,
  'ice-hockey-next-goal': nextGoal,
  'ice-hockey-race-to-goals': raceToGoals,
};
