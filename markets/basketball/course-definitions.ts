import type { BasketballMarketType, Specifiers } from '#contracts/mod.ts';

import { outcomeIds, parseCount, sideName, winner, type Definition } from '../definition.ts';
import { leaderBy } from '../two-teams/families.ts';
import { marketOf } from '../two-teams/question.ts';
import { highestOf, marginOf, tallyOf, totalOf } from '../two-teams/tally.ts';
import {
  firstToPoints,
  quarterSpan,
  winnerOfAll,
  type BasketballFacts,
  type BasketballSpan,
  type BasketballView,
} from './facts.ts';

const LEADERS = ['home', 'draw', 'away'] as const;
const HALF_TIME_FULL_TIME = outcomeIds(
  ...LEADERS.flatMap((half) => LEADERS.map((full) => `${half}/${full}`)),
);
const HALVES = outcomeIds('first', 'second', 'equal');
const QUARTERS = outcomeIds('1', '2', '3', '4', 'equal');
const RACE = outcomeIds('home', 'away', 'none');
const MOST_RACE_POINTS = 200;

const QUARTER_SPANS = ([1, 2, 3, 4] as const).map(quarterSpan);
const HALF_SPANS = ['first-half', 'second-half'] as const;

const marginsIn = ({ tallies }: BasketballFacts, spans: readonly BasketballSpan[]) =>
  spans.map((span) => marginOf(tallyOf(tallies, span)));
const totalsIn = ({ tallies }: BasketballFacts, spans: readonly BasketballSpan[]) =>
  spans.map((span) => totalOf(tallyOf(tallies, span)));

const pointsOfRace = ({ points }: Specifiers): number => Number(points);

type CourseDefinition = Definition<BasketballFacts> &
  Readonly<{ reads: (specifiers: Specifiers) => BasketballView }>;
type Joint = Extract<BasketballView, Readonly<{ joint: string }>>['joint'];
const reading = (joint: Joint) => ({ reads: (): BasketballView => ({ joint }) });

/** Who leads at half-time and who after four quarters, overtime excluded: `home/draw`. */
const halfTimeFullTime: CourseDefinition = {
  ...marketOf<BasketballFacts>(
    {
      type: 'basketball-half-time-full-time',
      group: 'combinations',
      uof: 47,
      title: 'Half-time/full-time (excl. overtime)',
    },
    {
      rule: 'The leader at half-time and the leader after four quarters, both; overtime does not count.',
      outcomes: HALF_TIME_FULL_TIME,
      settle: (facts) => {
        const leaders = marginsIn(facts, ['first-half', 'regulation']).map(leaderBy);
        return winner(HALF_TIME_FULL_TIME, leaders.join('/'));
      },
      outcomeName: (outcome, _, teams) =>
        outcome
          .split('/')
          .map((side) => sideName(side, teams))
          .join('/'),
    },
  ),
  ...reading('half-results'),
};

/** The half in which both sides together scored more, overtime excluded. */
const highestScoringHalf: CourseDefinition = {
  ...marketOf<BasketballFacts>(
    {
      type: 'basketball-highest-scoring-half',
      group: 'halves',
      uof: 52,
      title: 'Highest scoring half (excl. overtime)',
    },
    {
      rule: 'The half in which both sides together score more, or equal; overtime does not count.',
      outcomes: HALVES,
      settle: (facts) => {
        const highest = highestOf(totalsIn(facts, HALF_SPANS));
        return winner(HALVES, highest === 'equal' ? highest : (HALVES[highest] ?? ''));
      },
      outcomeName: (outcome, _, teams) => sideName(outcome, teams),
    },
  ),
  ...reading('half-totals'),
};

/** The quarter in which both sides together scored most, overtime excluded; `equal` when several did. */
const highestScoringQuarter: CourseDefinition = {
  ...marketOf<BasketballFacts>(
    {
      type: 'basketball-highest-scoring-quarter',
      group: 'quarters',
      uof: 234,
      title: 'Highest scoring quarter (excl. overtime)',
    },
    {
      rule: 'The quarter in which both sides together score most, or equal; overtime does not count.',
      outcomes: QUARTERS,
      settle: (facts) => {
        const highest = highestOf(totalsIn(facts, QUARTER_SPANS));
        return winner(QUARTERS, highest === 'equal' ? highest : String(highest + 1));
      },
      outcomeName: (outcome) => (outcome === 'equal' ? 'Equal' : `Quarter ${outcome}`),
    },
  ),
  ...reading('quarter-totals'),
};

/** The side that wins each of the four quarters, overtime excluded. */
const winAllQuarters: CourseDefinition = {
  ...marketOf<BasketballFacts>(
    {
      type: 'basketball-win-all-quarters',
      group: 'quarters',
      title: 'To win all quarters (excl. overtime)',
    },
    {
      rule: 'The side that wins each of the four quarters, or none; overtime does not count.',
      outcomes: RACE,
      settle: (facts) => winner(RACE, winnerOfAll(marginsIn(facts, QUARTER_SPANS))),
      outcomeName: (outcome, _, teams) => sideName(outcome, teams),
    },
  ),
  ...reading('quarter-results'),
};

/** The side that is first to have `points` points, overtime included. */
const raceToPoints: CourseDefinition = {
  ...marketOf<BasketballFacts>(
    { type: 'basketball-race-to-points', group: 'race', title: 'Race to points' },
    {
      parameters: { points: (text) => (parseCount(text, MOST_RACE_POINTS) ?? 0) >= 1 },
      rule: 'The side that is first to have that many points, or none; overtime counts.',
      example: { points: '20' },
      outcomes: RACE,
      settle: (facts, specifiers) => winner(RACE, firstToPoints(facts, pointsOfRace(specifiers))),
      marketName: ({ points }) =>
        `${points === undefined ? 'Race to points' : `Race to ${points} points`} (incl. overtime)`,
      outcomeName: (outcome, _, teams) => sideName(outcome, teams),
    },
  ),
  reads: (specifiers) => ({ raceTo: pointsOfRace(specifiers) }),
};

type CourseType = Extract<
  BasketballMarketType,
  | 'basketball-half-time-full-time'
  | 'basketball-highest-scoring-half'
  | 'basketball-highest-scoring-quarter'
  | 'basketball-win-all-quarters'
  | 'basketball-race-to-points'
>;

/** Markets that the course of a game decides: several spans of play together, or the order of points. */
export const COURSE_DEFINITIONS: Readonly<Record<CourseType, CourseDefinition>> = {
  'basketball-half-time-full-time': halfTimeFullTime,
  'basketball-highest-scoring-half': highestScoringHalf,
  'basketball-highest-scoring-quarter': highestScoringQuarter,
  'basketball-win-all-quarters': winAllQuarters,
  'basketball-race-to-points': raceToPoints,
};
