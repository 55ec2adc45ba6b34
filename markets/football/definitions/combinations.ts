import type { Score, Specifiers } from '#contracts/mod.ts';

import { parseLine } from '../../arithmetic/mod.ts';
import { leader, outcomeIds, winners, type Teams } from '../../definition.ts';
import { oncePerKey } from '../../once-per.ts';
import type { FootballDefinition, FootballDefinitionOf } from '../definition.ts';
import type { CountView } from '../facts.ts';
import {
  countedIn,
  countMarket,
  eitherOf,
  headOf,
  NONE,
  sentence,
  type Kind,
} from '../families/kind.ts';
import { DOUBLE_CHANCES, doubleChancesWith } from '../families/results.ts';
import { BOTH_TEAMS, isTotalLine, lineOf, settleTotal, withLine } from '../families/totals.ts';
import { FIRST_HALF, MATCH, type Period } from '../periods.ts';
import { bothScored } from './match.ts';

/** One of two questions that are answered together. */
type Part = Readonly<{
  rule: string;
  answers: readonly string[];
  /** Every answer that holds; double chance has two. */
  holding: (count: Score) => readonly string[];
}>;

const RESULT: Part = {
  rule: 'the result',
  answers: ['home', 'draw', 'away'],
  holding: (count) => [leader(count)],
};
const DOUBLE: Part = {
  rule: 'either of two results',
  answers: DOUBLE_CHANCES,
  holding: (count) => doubleChancesWith(leader(count)),
};
const BOTH_SCORE: Part = {
  rule: 'whether both sides score',
  answers: ['yes', 'no'],
  holding: (count) => [bothScored(count) ? 'yes' : 'no'],
};

const named = (answer: string, teams: Teams): string => {
  if (answer === 'yes') return 'both teams score';
  if (answer === 'no') return 'not both teams score';
  return eitherOf(answer, teams);
};

/** Two questions on one count, answered together: `home&yes`. */
function both(period: Period, kind: Kind, [left, right]: readonly [Part, Part]) {
  const outcomes = outcomeIds(
    ...left.answers.flatMap((one) => right.answers.map((other) => `${one}&${other}`)),
  );
  return countMarket(
    period,
    { group: 'combinations', ...kind },
    {
      rule: `Wins when both answers hold: ${left.rule} and ${right.rule}, on ${countedIn(period)}.`,
      outcomes,
      settle: (count) => {
        const pairs = left
          .holding(count)
          .flatMap((one) => right.holding(count).map((other) => `${one}&${other}`));
        return winners(outcomes, pairs);
      },
      outcomeName: (outcome, _, teams) =>
        outcome
          .split('&')
          .map((answer) => named(answer, teams))
          .join(' & '),
    },
  );
}

const isHalfLine = (specifiers: Specifiers, { longestLine }: Period): boolean =>
  isTotalLine(specifiers, longestLine) && lineOf(specifiers) % 4 === 2;

/** A question and whether the count passes a half-goal line: `home&over`. */
function withTotal(
  period: Period,
  kind: Kind,
  part: Part,
  lines: readonly string[],
): FootballDefinition {
  const linesAbove = oncePerKey((now: number) =>
    lines.filter((line) => (parseLine(line) ?? 0) > 4 * now).map((line) => ({ line })),
  );
  const outcomes = outcomeIds(
    ...part.answers.flatMap((answer) => [`${answer}&over`, `${answer}&under`]),
  );
  const definition: FootballDefinitionOf<CountView> = {
    ...headOf({ group: 'combinations', ...kind }),
    rule: `Wins when both answers hold: ${part.rule} and over or under the line, on ${countedIn(period)}.`,
    outcomes: () => outcomes,
    accepts: (specifiers) => isHalfLine(specifiers, period),
    reads: period.view,
    settle: (count, specifiers) => {
      const [over] = settleTotal(BOTH_TEAMS.of(count), specifiers);
      const side = over === 'won' ? 'over' : 'under';
      return winners(
        outcomes,
        part.holding(count).map((answer) => `${answer}&${side}`),
      );
    },
    offered: (record) =>
      period.isOpen(record) ? linesAbove(BOTH_TEAMS.of(period.now(record))) : NONE,
    marketName: (specifiers) => withLine(period.title + kind.name, specifiers),
    outcomeName: (outcome, { line = '' }, teams) => {
      const [answer = '', side = ''] = outcome.split('&');
      return sentence(`${named(answer, teams)} & ${side} ${line}`);
    },
  };
  return definition;
}

/** Result and both teams to score, and the like. */
export const COMBINATION_DEFINITIONS: readonly FootballDefinition[] = [
  withTotal(MATCH, { type: 'result-and-total', uof: 37, name: 'Result and total' }, RESULT, [
    '1.5',
    '2.5',
    '3.5',
    '4.5',
  ]),
  both(
    MATCH,
    { type: 'result-and-both-teams-to-score', uof: 35, name: 'Result and both teams to score' },
    [RESULT, BOTH_SCORE],
  ),
  withTotal(
    MATCH,
    { type: 'total-and-both-teams-to-score', uof: 36, name: 'Both teams to score and total' },
    BOTH_SCORE,
    ['2.5', '3.5'],
  ),
  withTotal(
    MATCH,
    { type: 'double-chance-and-total', uof: 547, name: 'Double chance and total' },
    DOUBLE,
    ['2.5', '3.5'],
  ),
  both(
    MATCH,
    {
      type: 'double-chance-and-both-teams-to-score',
      uof: 546,
      name: 'Double chance and both teams to score',
    },
    [DOUBLE, BOTH_SCORE],
  ),
  withTotal(
    FIRST_HALF,
    { type: 'first-half-result-and-total', uof: 79, name: 'Result and total' },
    RESULT,
    ['1.5'],
  ),
  both(
    FIRST_HALF,
    {
      type: 'first-half-result-and-both-teams-to-score',
      uof: 78,
      name: 'Result and both teams to score',
    },
    [RESULT, BOTH_SCORE],
  ),
];
