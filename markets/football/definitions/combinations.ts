import type { Score, Specifiers } from '#contracts/mod.ts';

import { parseLine, totalResult } from '../../arithmetic/mod.ts';
import {
  CATALOGUE_VERSION,
  leader,
  outcomeIds,
  sideName,
  winner,
  winners,
} from '../../definition.ts';
import type { FootballDefinition, FootballDefinitionOf } from '../definition.ts';
import type { CountView } from '../facts.ts';
import { countMarket, isTotalLine, totalLine } from '../families.ts';
import { FIRST_HALF, MATCH, type Period } from '../periods.ts';
import { bothScored } from './match.ts';

type Named = Readonly<{ type: FootballDefinition['type']; uof?: number; name: string }>;
type Part = Readonly<{
  answers: readonly string[];
  /** Every answer that holds; double chance has two. */
  holding: (count: Score) => readonly string[];
}>;

const RESULT: Part = {
  answers: ['home', 'draw', 'away'],
  holding: (count) => [leader(count)],
};
const DOUBLE: Part = {
  answers: ['home-or-draw', 'home-or-away', 'draw-or-away'],
  holding: (count) =>
    ['home-or-draw', 'home-or-away', 'draw-or-away'].filter((answer) =>
      answer.split('-or-').includes(leader(count)),
    ),
};
const BOTH_SCORE: Part = {
  answers: ['yes', 'no'],
  holding: (count) => [bothScored(count) ? 'yes' : 'no'],
};

const named = (answer: string, teams: Readonly<{ home: string; away: string }>): string => {
  if (answer === 'yes') return 'both score';
  if (answer === 'no') return 'not both score';
  return answer
    .split('-or-')
    .map((side) => sideName(side, teams))
    .join(' or ');
};

/** Two questions on one count, answered together: `home&yes`. */
function both(
  period: Period,
  kind: Named,
  [left, right]: readonly [Part, Part],
): FootballDefinition {
  const outcomes = outcomeIds(
    ...left.answers.flatMap((one) => right.answers.map((other) => `${one}&${other}`)),
  );
  return countMarket(
    period,
    { group: 'combinations', ...kind },
    {
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

const LINES = ['1.5', '2.5', '3.5', '4.5'];
const isHalfLine = (specifiers: Specifiers): boolean =>
  isTotalLine(specifiers) && (totalLine(specifiers['line']) ?? 0) % 4 === 2;

/** A question and whether the count passes a half-goal line: `home&over`. */
function withTotal(
  period: Period,
  kind: Named,
  part: Part,
  lines: readonly string[],
): FootballDefinition {
  const outcomes = outcomeIds(
    ...part.answers.flatMap((answer) => [`${answer}&over`, `${answer}&under`]),
  );
  const definition: FootballDefinitionOf<CountView> = {
    type: kind.type,
    catalogueVersion: CATALOGUE_VERSION,
    group: 'combinations',
    uofMarketId: kind.uof ?? null,
    outcomes: () => outcomes,
    accepts: isHalfLine,
    reads: period.view,
    settle: (count, { line = '' }) => {
      const total = totalResult('over', parseLine(line) ?? 0, count.home + count.away);
      const side = total === 'won' ? 'over' : 'under';
      return winners(
        outcomes,
        part.holding(count).map((answer) => `${answer}&${side}`),
      );
    },
    offered: (record) => {
      if (!period.isOpen(record)) return [];
      const { home, away } = period.now(record);
      return lines
        .filter((line) => (parseLine(line) ?? 0) > 4 * (home + away))
        .map((line) => ({ line }));
    },
    marketName: ({ line = '' }) => `${period.title}${kind.name} ${line}`,
    outcomeName: (outcome, { line = '' }, teams) => {
      const [answer = '', side = ''] = outcome.split('&');
      return `${named(answer, teams)} & ${side} ${line}`;
    },
  };
  return definition;
}

const range = (from: number, to: number): string => `${from}-to-${to}`;
const RANGES = [
  [1, 2], [1, 3], [1, 4], [2, 3], [2, 4], [3, 4], [3, 5], [4, 6],
] as const; // prettier-ignore
const MULTI = outcomeIds(...RANGES.map(([from, to]) => range(from, to)));
const BANDS = outcomeIds('0-to-1', '2-to-3', '4-to-6', '7-or-more');
const bandOf = (goals: number): string =>
  goals < 2 ? '0-to-1' : goals < 4 ? '2-to-3' : goals < 7 ? '4-to-6' : '7-or-more';
const TO_SCORE = outcomeIds('neither', 'only-home', 'only-away', 'both');

const toScore = ({ home, away }: Score): string => {
  if (home > 0 && away > 0) return 'both';
  if (home > 0) return 'only-home';
  return away > 0 ? 'only-away' : 'neither';
};
const spoken = (outcome: string): string => outcome.replaceAll('-', ' ');

/** Two questions in one, and counts in bands. */
export const COMBINATION_DEFINITIONS: readonly FootballDefinition[] = [
  withTotal(MATCH, { type: 'result-and-total', uof: 37, name: 'Result and total' }, RESULT, LINES),
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
  countMarket(
    MATCH,
    { type: 'multi-goals', uof: 548, group: 'goals', name: 'Goals from … to …' },
    {
      outcomes: MULTI,
      settle: ({ home, away }) =>
        winners(
          MULTI,
          RANGES.filter(([from, to]) => home + away >= from && home + away <= to).map(
            ([from, to]) => range(from, to),
          ),
        ),
      outcomeName: spoken,
    },
  ),
  countMarket(
    MATCH,
    { type: 'goal-bands', uof: 25, group: 'goals', name: 'Goal bands' },
    {
      outcomes: BANDS,
      settle: ({ home, away }) => winner(BANDS, bandOf(home + away)),
      outcomeName: spoken,
    },
  ),
  countMarket(
    MATCH,
    { type: 'which-teams-score', uof: 30, group: 'goals', name: 'Which teams score' },
    {
      outcomes: TO_SCORE,
      settle: (count) => winner(TO_SCORE, toScore(count)),
      outcomeName: spoken,
    },
  ),
];
