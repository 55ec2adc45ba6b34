import type { Score, Specifiers } from '#contracts/mod.ts';

import { formatLine, parseLine, totalResult } from '../arithmetic/mod.ts';
import { scoreOf, scorersOf } from '../record/views.ts';
import { totalLines } from './board-lines.ts';
import {
  CATALOGUE_VERSION,
  hasNoSpecifiers,
  hasSpecifiers,
  NO_SPECIFIERS,
  outcomeIds,
  parseCount,
  sideName,
  undecided,
  winner,
  type MarketDefinition,
} from './definition.ts';

const TOTAL = outcomeIds('over', 'under');
const YES_NO = outcomeIds('yes', 'no');
const NEXT = outcomeIds('home', 'away', 'none');

const LONGEST_TOTAL_QUARTERS = 30 * 4;
const LAST_GOAL = 60;

const totalOf = ({ home, away }: Score): number => home + away;
const bothScored = ({ home, away }: Score): boolean => home > 0 && away > 0;

const lineOf = ({ line = '' }: Specifiers): number => parseLine(line) ?? 0;
const goalOf = ({ goal = '' }: Specifiers): number => Number(goal);

/** Goals of the 90 minutes against `line`; a quarter line puts half the stake on each neighbour. */
export const totalGoals: MarketDefinition = {
  type: 'total-goals',
  catalogueVersion: CATALOGUE_VERSION,
  outcomes: TOTAL,
  accepts: (specifiers) => {
    const { line = '' } = specifiers;
    const quarters = parseLine(line);
    if (quarters === undefined || quarters < 2 || quarters > LONGEST_TOTAL_QUARTERS) return false;
    return hasSpecifiers(specifiers, 'line') && formatLine(quarters) === line;
  },
  reads: 'full-time',
  settle: ({ fullTime }, specifiers) =>
    (['over', 'under'] as const).map((side) =>
      totalResult(side, lineOf(specifiers), totalOf(fullTime)),
    ),
  early: ({ fullTime }, specifiers) =>
    totalResult('over', lineOf(specifiers), totalOf(fullTime)) === 'won'
      ? winner(TOTAL, 'over')
      : undecided(TOTAL),
  offered: (record) => totalLines(record).map((line) => ({ line: formatLine(line) })),
  shape: ({ line = '' }) => line,
  marketName: ({ line = '' }) => `Total goals ${line}`,
  outcomeName: (outcome, { line = '' }) => `${outcome === 'over' ? 'Over' : 'Under'} ${line}`,
};

/** Whether both teams score in the 90 minutes. */
export const bothTeamsToScore: MarketDefinition = {
  type: 'both-teams-to-score',
  catalogueVersion: CATALOGUE_VERSION,
  outcomes: YES_NO,
  accepts: hasNoSpecifiers,
  reads: 'full-time',
  settle: ({ fullTime }) => winner(YES_NO, bothScored(fullTime) ? 'yes' : 'no'),
  early: ({ fullTime }) => (bothScored(fullTime) ? winner(YES_NO, 'yes') : undecided(YES_NO)),
  offered: (record) => (bothScored(scoreOf(record).fullTime) ? [] : [NO_SPECIFIERS]),
  shape: () => '',
  marketName: () => 'Both teams to score',
  outcomeName: (outcome, _, teams) => sideName(outcome, teams),
};

/** Which team scores goal number `goal` of the 90 minutes, or that it is never scored. */
export const nextGoal: MarketDefinition = {
  type: 'next-goal',
  catalogueVersion: CATALOGUE_VERSION,
  outcomes: NEXT,
  accepts: (specifiers) =>
    hasSpecifiers(specifiers, 'goal') && (parseCount(specifiers['goal'], LAST_GOAL) ?? 0) >= 1,
  reads: 'scorer',
  settle: ({ scorerOf }, specifiers) => {
    const scorer = scorerOf(goalOf(specifiers));
    // Where a scenario cannot tell, both teams are paid: exposure errs on the safe side.
    return scorer === 'unknown' ? ['won', 'won', 'lost'] : winner(NEXT, scorer);
  },
  early: ({ scorers }, specifiers) => {
    const scorer = scorers[goalOf(specifiers) - 1];
    return scorer === undefined ? undecided(NEXT) : winner(NEXT, scorer);
  },
  offered: (record) => {
    const goal = scorersOf(record).length + 1;
    return goal > LAST_GOAL ? [] : [{ goal: String(goal) }];
  },
  shape: (specifiers, scorers) => {
    const goal = goalOf(specifiers);
    const scorer = scorers[goal - 1];
    if (scorer !== undefined) return `scored=${scorer}`;
    return `${goal}|${goal === scorers.length + 1 ? 'next' : 'later'}`;
  },
  marketName: ({ goal = '' }) => `Team to score goal ${goal}`,
  outcomeName: (outcome, _, teams) => (outcome === 'none' ? 'No goal' : sideName(outcome, teams)),
};
