import type { Specifiers } from '#contracts/mod.ts';

import {
  hasSpecifiers,
  leader,
  outcomeIds,
  parseCount,
  sideName,
  winner,
} from '../../definition.ts';
import { oncePerKey } from '../../once-per.ts';
import type { MatchRecord } from '../../record/match-record.ts';
import { scorersOf } from '../../record/views.ts';
import type { FootballDefinition, FootballDefinitionOf } from '../definition.ts';
import { fixedMarket, headOf, NONE, RESULT, YES_NO } from '../families/kind.ts';
import { MATCH } from '../periods.ts';

const MINUTES = 90;
const minute = (text: string | undefined): number | undefined => parseCount(text, MINUTES);

/** A stretch of nominal minutes, stoppage time in the last one of its half: `from=15|to=30` is 15:01 to 30:00. */
const isInterval = (specifiers: Specifiers): boolean => {
  const from = minute(specifiers['from']);
  const to = minute(specifiers['to']);
  if (from === undefined || to === undefined || from >= to) return false;
  return hasSpecifiers(specifiers, 'from', 'to') && (from >= 45 || to <= 45);
};

/** Minutes on the nominal clock; a stoppage minute still belongs to the last of its half. */
function minutesPlayed({ phase, clock }: MatchRecord): number {
  const elapsed = clock.phase === phase ? clock.elapsedMs / 60_000 : 0;
  switch (phase) {
    case 'not-started':
      return -1;
    case 'first-half':
      return Math.min(44.9, elapsed);
    case 'half-time':
      return 44.9;
    default:
      return 45 + elapsed;
  }
}

const QUARTER_HOURS = [0, 15, 30, 45, 60, 75];

/** The quarter hours that have not begun, or all of them before the match. */
const openIntervals = (record: MatchRecord): readonly Specifiers[] =>
  MATCH.isOpen(record) ? quartersAfter(Math.floor(minutesPlayed(record))) : NONE;

const quartersAfter = oncePerKey((minute: number) =>
  QUARTER_HOURS.filter((from) => from > minute).map((from) => ({
    from: String(from),
    to: String(from + 15),
  })),
);

const stretch = ({ from, to }: Specifiers): string =>
  from === undefined || to === undefined
    ? 'a stretch of minutes'
    : `minutes ${Number(from) + 1}–${to}`;

const interval = {
  reads: 'interval',
  accepts: isInterval,
  offered: openIntervals,
  outcomeName: (outcome, _, teams) => sideName(outcome, teams),
} as const satisfies Partial<FootballDefinitionOf<'interval'>>;

const goalInInterval: FootballDefinitionOf<'interval'> = {
  ...headOf({ type: 'goal-in-interval', group: 'intervals', name: '' }),
  ...interval,
  rule: 'Yes when there is a goal in those minutes; stoppage time counts as minute 45 or 90.',
  outcomes: () => YES_NO,
  settle: ({ home, away }) => winner(YES_NO, home + away > 0 ? 'yes' : 'no'),
  marketName: (specifiers) => `Goal in ${stretch(specifiers)}`,
};

const intervalResult: FootballDefinitionOf<'interval'> = {
  ...headOf({ type: 'interval-result', group: 'intervals', name: '' }),
  ...interval,
  rule: 'The side with more goals in those minutes, or the draw; stoppage time counts as minute 45 or 90.',
  outcomes: () => RESULT,
  settle: (goals) => winner(RESULT, leader(goals)),
  marketName: (specifiers) => `Result of ${stretch(specifiers)}`,
};

const TIMES = outcomeIds('1-15', '16-30', '31-45', '46-60', '61-75', '76-90', 'none');

/** Markets on when the goals fall. */
export const MINUTE_DEFINITIONS: readonly FootballDefinition[] = [
  goalInInterval,
  intervalResult,
  fixedMarket<'first-goal-time'>(
    { type: 'first-goal-time', uof: 100, group: 'intervals', name: 'Time of the first goal' },
    {
      rule: 'The minutes in which the first goal falls; stoppage time counts as minute 45 or 90.',
      reads: 'first-goal-time',
      isOpen: (record) => MATCH.isOpen(record) && scorersOf(record).length === 0,
      outcomes: TIMES,
      settle: ({ minute: at }) =>
        winner(TIMES, (at === null ? 'none' : TIMES[Math.floor((at - 1) / 15)]) ?? 'none'),
      outcomeName: (outcome) =>
        outcome === 'none' ? 'No goal' : `Minutes ${outcome.replace('-', '–')}`,
    },
  ),
];
