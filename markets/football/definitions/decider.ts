import type { Specifiers } from '#contracts/mod.ts';

import { formatLine, parseLine, totalResult } from '../../arithmetic/mod.ts';
import {
  allVoid,
  CATALOGUE_VERSION,
  leader,
  outcomeIds,
  sideName,
  winner,
} from '../../definition.ts';
import type { MatchRecord } from '../../record/match-record.ts';
import { extraTime, shootOut } from '../../record/views.ts';
import type { FootballDefinition, FootballDefinitionOf } from '../definition.ts';
import { METHODS, type DeciderFacts } from '../facts.ts';
import { fixedMarket, isTotalLine, OVER_UNDER, RESULT, TEAMS, YES_NO } from '../families.ts';

const METHOD = outcomeIds(
  ...(['home', 'away'] as const).flatMap((side) => METHODS.map((method) => `${side}-${method}`)),
);

const isTie = ({ decider, phase }: MatchRecord): boolean => decider !== null && phase !== 'ended';
const mayHaveExtraTime = (record: MatchRecord): boolean =>
  isTie(record) && record.decider === 'extra-time' && shootOut(record) === null;

type Named = Readonly<{ type: FootballDefinition['type']; uof?: number; name: string }>;

const tie = (
  kind: Named,
  parts: Pick<FootballDefinitionOf<'decider'>, 'settle'> &
    Readonly<{
      outcomes: readonly (typeof YES_NO)[number][];
      isOpen: (record: MatchRecord) => boolean;
      outcomeName?: FootballDefinition['outcomeName'];
    }>,
): FootballDefinition =>
  fixedMarket<'decider'>({ group: 'decider', ...kind }, { reads: 'decider', ...parts });

const total = ({ extraTime: goals }: DeciderFacts): number | undefined =>
  goals === null ? undefined : goals.home + goals.away;

/** Goals of extra time alone; void when it is not played. */
const extraTimeTotal: FootballDefinitionOf<'decider'> = {
  type: 'extra-time-total-goals',
  catalogueVersion: CATALOGUE_VERSION,
  group: 'decider',
  uofMarketId: 116,
  outcomes: () => OVER_UNDER,
  accepts: isTotalLine,
  reads: 'decider',
  settle: (facts, { line = '' }: Specifiers) => {
    const goals = total(facts);
    if (goals === undefined) return allVoid(OVER_UNDER);
    return (['over', 'under'] as const).map((side) =>
      totalResult(side, parseLine(line) ?? 0, goals),
    );
  },
  offered: (record) => {
    if (!mayHaveExtraTime(record) || record.phase === 'extra-end') return [];
    const now = extraTime(record) ?? { home: 0, away: 0 };
    return [2, 6].map((offset) => ({ line: formatLine(4 * (now.home + now.away) + offset) }));
  },
  marketName: ({ line = '' }) => `Extra time: Total goals ${line}`,
  outcomeName: (outcome, { line = '' }) => `${outcome === 'over' ? 'Over' : 'Under'} ${line}`,
};

/** Markets on ties that need a winner: who goes through, how, and what follows the 90 minutes. */
export const DECIDER_DEFINITIONS: readonly FootballDefinition[] = [
  tie(
    { type: 'to-qualify', uof: 2, name: 'To qualify' },
    { outcomes: TEAMS, isOpen: isTie, settle: ({ qualifies }) => winner(TEAMS, qualifies) },
  ),
  tie(
    { type: 'method-of-victory', name: 'Method of victory' },
    {
      outcomes: METHOD,
      isOpen: isTie,
      settle: ({ qualifies, method }) => winner(METHOD, `${qualifies}-${method}`),
      outcomeName: (outcome, _, teams) => {
        const [side = '', ...method] = outcome.split('-');
        return `${sideName(side, teams)} in ${method.join(' ')}`.replace(
          'in penalties',
          'on penalties',
        );
      },
    },
  ),
  tie(
    { type: 'extra-time-played', name: 'Extra time' },
    {
      outcomes: YES_NO,
      isOpen: (record) => mayHaveExtraTime(record) && extraTime(record) === null,
      settle: (facts) => winner(YES_NO, facts.extraTime === null ? 'no' : 'yes'),
    },
  ),
  tie(
    { type: 'extra-time-result', uof: 113, name: 'Extra time: Result' },
    {
      outcomes: RESULT,
      isOpen: (record) => mayHaveExtraTime(record) && record.phase !== 'extra-end',
      settle: ({ extraTime: goals }) =>
        goals === null ? allVoid(RESULT) : winner(RESULT, leader(goals)),
    },
  ),
  extraTimeTotal,
  tie(
    { type: 'shoot-out-played', name: 'Penalty shoot-out' },
    {
      outcomes: YES_NO,
      isOpen: (record) => isTie(record) && shootOut(record) === null,
      settle: ({ shootOut: kicks }) => winner(YES_NO, kicks === null ? 'no' : 'yes'),
    },
  ),
  tie(
    { type: 'shoot-out-winner', uof: 123, name: 'Shoot-out winner' },
    {
      outcomes: TEAMS,
      isOpen: isTie,
      settle: ({ shootOut: kicks }) =>
        kicks === null ? allVoid(TEAMS) : winner(TEAMS, leader(kicks)),
    },
  ),
];
