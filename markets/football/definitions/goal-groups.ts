import type { Score } from '#contracts/mod.ts';

import { outcomeIds, winner, winners } from '../../definition.ts';
import type { FootballDefinition } from '../definition.ts';
import { countMarket } from '../families/kind.ts';
import { MATCH } from '../periods.ts';

const RANGES = [
  [1, 2],
  [1, 3],
  [1, 4],
  [2, 3],
  [2, 4],
  [3, 4],
  [3, 5],
  [4, 6],
] as const;
const range = (from: number, to: number): string => `${from}-to-${to}`;
const MULTI = outcomeIds(...RANGES.map(([from, to]) => range(from, to)));

const BANDS = outcomeIds('0-to-1', '2-to-3', '4-to-6', '7-or-more');
const bandOf = (goals: number): string =>
  goals < 2 ? '0-to-1' : goals < 4 ? '2-to-3' : goals < 7 ? '4-to-6' : '7-or-more';

/** "2–3 goals", "7 or more goals". */
const goalsName = (outcome: string): string =>
  `${outcome.replace('-to-', '–').replaceAll('-', ' ')} goals`;

const TO_SCORE = outcomeIds('neither', 'only-home', 'only-away', 'both');
const toScore = ({ home, away }: Score): string => {
  if (home > 0 && away > 0) return 'both';
  if (home > 0) return 'only-home';
  return away > 0 ? 'only-away' : 'neither';
};

/** Goals in bands, and which sides have any. */
export const GOAL_GROUP_DEFINITIONS: readonly FootballDefinition[] = [
  countMarket(
    MATCH,
    { type: 'multi-goals', uof: 548, group: 'goals', name: 'Multigoals' },
    {
      rule: 'Wins when the goals of both sides in 90 minutes are in the range, both ends included; ranges overlap.',
      outcomes: MULTI,
      settle: ({ home, away }) => {
        const inRange = RANGES.filter(([from, to]) => home + away >= from && home + away <= to);
        return winners(
          MULTI,
          inRange.map(([from, to]) => range(from, to)),
        );
      },
      outcomeName: goalsName,
    },
  ),
  countMarket(
    MATCH,
    { type: 'goal-bands', uof: 25, group: 'goals', name: 'Goal range' },
    {
      rule: 'The range that holds the goals of both sides in 90 minutes.',
      outcomes: BANDS,
      settle: ({ home, away }) => winner(BANDS, bandOf(home + away)),
      outcomeName: goalsName,
    },
  ),
  countMarket(
    MATCH,
    { type: 'which-teams-score', uof: 30, group: 'goals', name: 'Which teams score' },
    {
      rule: 'The sides that have a goal in 90 minutes, own goals of the other side included.',
      outcomes: TO_SCORE,
      settle: (count) => winner(TO_SCORE, toScore(count)),
      outcomeName: (outcome, _, teams) => {
        if (outcome === 'only-home') return `Only ${teams.home}`;
        if (outcome === 'only-away') return `Only ${teams.away}`;
        return outcome === 'both' ? 'Both teams' : 'Neither team';
      },
    },
  ),
];
