import { formatLine } from '../../arithmetic/mod.ts';
import { allVoid, leader, outcomeIds, sideName, winner } from '../../definition.ts';
import type { MatchRecord } from '../../record/match-record.ts';
import { extraTime, shootOut } from '../../record/views.ts';
import type { FootballDefinition, FootballDefinitionOf } from '../definition.ts';
import { METHODS } from '../facts.ts';
import {
  fixedMarket,
  headOf,
  OVER_UNDER,
  RESULT,
  TEAMS,
  YES_NO,
  type Kind,
} from '../families/kind.ts';
import {
  BOTH_TEAMS,
  isTotalLine,
  LINE_RULE,
  overUnderName,
  settleTotal,
  withLine,
} from '../families/totals.ts';

const METHOD = outcomeIds(
  ...(['home', 'away'] as const).flatMap((side) => METHODS.map((method) => `${side}-${method}`)),
);
const METHOD_NAMES: Readonly<Record<string, string>> = {
  'regular-time': 'in 90 minutes',
  'extra-time': 'in extra time',
  penalties: 'on penalties',
};

const isTie = ({ decider, phase }: MatchRecord): boolean => decider !== null && phase !== 'ended';
const mayHaveExtraTime = (record: MatchRecord): boolean =>
  isTie(record) && record.decider === 'extra-time' && shootOut(record) === null;
const mayHaveExtraGoals = (record: MatchRecord): boolean =>
  mayHaveExtraTime(record) && record.phase !== 'extra-end';

const tie = (
  kind: Kind,
  parts: Omit<Parameters<typeof fixedMarket<'decider'>>[1], 'reads'>,
): FootballDefinition =>
  fixedMarket<'decider'>({ group: 'decider', ...kind }, { reads: 'decider', ...parts });

/** Extra time has fewer goals than this, in quarters. */
const LONGEST_LINE = 12 * 4;
const EXTRA_TOTAL_NAME = 'Extra time: Total goals';

/** Goals of extra time alone; void when it is not played. */
const extraTimeTotal: FootballDefinitionOf<'decider'> = {
  ...headOf({ type: 'extra-time-total-goals', group: 'decider', name: EXTRA_TOTAL_NAME }),
  rule: `Goals of both sides in extra time ${LINE_RULE}; void when it is not played.`,
  outcomes: () => OVER_UNDER,
  accepts: (specifiers) => isTotalLine(specifiers, LONGEST_LINE),
  reads: 'decider',
  settle: ({ extraTime: goals }, specifiers) =>
    goals === null ? allVoid(OVER_UNDER) : settleTotal(BOTH_TEAMS.of(goals), specifiers),
  offered: (record) => {
    if (!mayHaveExtraGoals(record)) return [];
    const now = BOTH_TEAMS.of(extraTime(record) ?? { home: 0, away: 0 });
    return [2, 6]
      .map((offset) => ({ line: formatLine(4 * now + offset) }))
      .filter((specifiers) => isTotalLine(specifiers, LONGEST_LINE));
  },
  marketName: (specifiers) => withLine(EXTRA_TOTAL_NAME, specifiers),
  outcomeName: overUnderName,
};

/** Markets on ties that need a winner: who goes through, how, and what follows the 90 minutes. */
export const DECIDER_DEFINITIONS: readonly FootballDefinition[] = [
  tie(
    { type: 'to-qualify', name: 'To qualify' },
    {
      rule: 'The side that wins the tie, extra time and penalties included.',
      outcomes: TEAMS,
      isOpen: isTie,
      settle: ({ qualifies }) => winner(TEAMS, qualifies),
    },
  ),
  tie(
    { type: 'method-of-victory', uof: 5, name: 'Method of victory' },
    {
      rule: 'The side that wins the tie and whether in 90 minutes, in extra time or on penalties.',
      outcomes: METHOD,
      isOpen: isTie,
      settle: ({ qualifies, method }) => winner(METHOD, `${qualifies}-${method}`),
      outcomeName: (outcome, _, teams) => {
        const [side = ''] = outcome.split('-');
        return `${sideName(side, teams)} ${METHOD_NAMES[outcome.slice(side.length + 1)] ?? ''}`;
      },
    },
  ),
  tie(
    { type: 'extra-time-played', name: 'Extra time to be played' },
    {
      rule: 'Yes when extra time begins.',
      outcomes: YES_NO,
      isOpen: (record) => mayHaveExtraTime(record) && extraTime(record) === null,
      settle: (facts) => winner(YES_NO, facts.extraTime === null ? 'no' : 'yes'),
    },
  ),
  tie(
    { type: 'extra-time-result', name: 'Extra time: Result' },
    {
      rule: 'The side with more goals in extra time alone, or the draw; void when it is not played.',
      outcomes: RESULT,
      isOpen: mayHaveExtraGoals,
      settle: ({ extraTime: goals }) =>
        goals === null ? allVoid(RESULT) : winner(RESULT, leader(goals)),
    },
  ),
  extraTimeTotal,
  tie(
    { type: 'shoot-out-played', name: 'Penalty shoot-out to be played' },
    {
      rule: 'Yes when a penalty shoot-out begins.',
      outcomes: YES_NO,
      isOpen: (record) => isTie(record) && shootOut(record) === null,
      settle: ({ shootOut: kicks }) => winner(YES_NO, kicks === null ? 'no' : 'yes'),
    },
  ),
  tie(
    { type: 'shoot-out-winner', uof: 123, name: 'Shoot-out winner' },
    {
      rule: 'The side that wins the penalty shoot-out; void when there is none.',
      outcomes: TEAMS,
      isOpen: isTie,
      settle: ({ shootOut: kicks }) =>
        kicks === null ? allVoid(TEAMS) : winner(TEAMS, leader(kicks)),
    },
  ),
];
