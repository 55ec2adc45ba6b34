import type { FootballMarketType, Specifiers } from '#contracts/mod.ts';

import {
  CATALOGUE_VERSION,
  hasSpecifiers,
  outcomeIds,
  parseCount,
  sideName,
  winner,
  type MarketGroup,
} from '../../definition.ts';
import type { MatchRecord } from '../../record/match-record.ts';
import { scorersOf } from '../../record/views.ts';
import type { FootballDefinition, FootballDefinitionOf } from '../definition.ts';
import { fixedMarket, YES_NO } from '../families.ts';
import { CARDS, CORNERS, MATCH } from '../periods.ts';

const NEXT = outcomeIds('home', 'away', 'none');
const LAST = 60;

type NextOf = Readonly<{
  type: FootballMarketType;
  uof: number | null;
  group: MarketGroup;
  /** `goal`: the specifier that holds the number, and the word in the name. */
  word: string;
  reads: 'next-goal' | 'next-corner' | 'next-card';
  isOpen: (record: MatchRecord) => boolean;
  soFar: (record: MatchRecord) => number;
  name: (n: string) => string;
}>;

/** Which side has event number n of the 90 minutes, or that it never comes. */
function nextOf({
  type,
  uof,
  group,
  word,
  reads,
  isOpen,
  soFar,
  name,
}: NextOf): FootballDefinition {
  const numberOf = (specifiers: Specifiers): number => Number(specifiers[word]);
  const definition: FootballDefinitionOf<NextOf['reads']> = {
    type,
    catalogueVersion: CATALOGUE_VERSION,
    group,
    uofMarketId: uof,
    outcomes: () => NEXT,
    accepts: (specifiers) =>
      hasSpecifiers(specifiers, word) && (parseCount(specifiers[word], LAST) ?? 0) >= 1,
    reads,
    settle: ({ sideOf }, specifiers) => {
      const side = sideOf(numberOf(specifiers));
      // Where a scenario cannot tell, both teams are paid: exposure errs on the safe side.
      return side === 'unknown' ? ['won', 'won', 'lost'] : winner(NEXT, side);
    },
    offered: (record) => {
      const n = soFar(record) + 1;
      return isOpen(record) && n <= LAST ? [{ [word]: String(n) }] : [];
    },
    marketName: (specifiers) => name(specifiers[word] ?? ''),
    outcomeName: (outcome, _, teams) =>
      outcome === 'none' ? `No ${word}` : sideName(outcome, teams),
  };
  return definition;
}

const inRegularTime = (items: readonly Readonly<{ phase: string }>[]): number =>
  items.filter(({ phase }) => phase === 'first-half' || phase === 'second-half').length;

const MOST_RACE = 15;
/** Which side is first to `to` corners. */
const cornerRace: FootballDefinitionOf<'corner-race'> = {
  type: 'corner-race',
  catalogueVersion: CATALOGUE_VERSION,
  group: 'corners',
  uofMarketId: 164,
  outcomes: () => NEXT,
  accepts: (specifiers) =>
    hasSpecifiers(specifiers, 'to') && (parseCount(specifiers['to'], MOST_RACE) ?? 0) >= 2,
  reads: 'corner-race',
  settle: (side) => winner(NEXT, side),
  offered: (record) => {
    if (!CORNERS.isOpen(record)) return [];
    const { home, away } = CORNERS.now(record);
    return [3, 5, 7, 9].filter((to) => to > Math.max(home, away)).map((to) => ({ to: String(to) }));
  },
  marketName: ({ to = '' }) => `Race to ${to} corners`,
  outcomeName: (outcome, _, teams) => (outcome === 'none' ? 'Neither' : sideName(outcome, teams)),
};

const MINUTES = 90;
const minute = (text: string | undefined): number | undefined => parseCount(text, MINUTES);

/** A stretch of nominal minutes, stoppage time in the last one of its half: `from=15|to=30` is 15:01 to 30:00. */
const isInterval = (specifiers: Specifiers): boolean => {
  const from = minute(specifiers['from']);
  const to = minute(specifiers['to']);
  if (from === undefined || to === undefined || from >= to) return false;
  return hasSpecifiers(specifiers, 'from', 'to') && (from >= 45 || to <= 45);
};

const QUARTER_HOURS = [0, 15, 30, 45, 60, 75];

/** The quarter hours that have not begun, or all of them before the match. */
function openIntervals(record: MatchRecord): readonly Specifiers[] {
  if (!MATCH.isOpen(record)) return [];
  const { phase, clock } = record;
  const elapsed = clock.phase === phase ? clock.elapsedMs / 60_000 : 0;
  const now =
    phase === 'not-started'
      ? -1
      : phase === 'first-half'
        ? Math.min(44.9, elapsed)
        : phase === 'half-time'
          ? 44.9
          : 45 + elapsed;
  return QUARTER_HOURS.filter((from) => from > now).map((from) => ({
    from: String(from),
    to: String(from + 15),
  }));
}

const intervalName = ({ from = '', to = '' }: Specifiers): string =>
  `${Number(from) + 1}–${to} minutes`;

const RESULT = outcomeIds('home', 'draw', 'away');

const goalInInterval: FootballDefinitionOf<'interval'> = {
  type: 'goal-in-interval',
  catalogueVersion: CATALOGUE_VERSION,
  group: 'intervals',
  uofMarketId: 104,
  outcomes: () => YES_NO,
  accepts: isInterval,
  reads: 'interval',
  settle: ({ home, away }) => winner(YES_NO, home + away > 0 ? 'yes' : 'no'),
  offered: openIntervals,
  marketName: (specifiers) => `Goal in ${intervalName(specifiers)}`,
  outcomeName: (outcome, _, teams) => sideName(outcome, teams),
};

const intervalResult: FootballDefinitionOf<'interval'> = {
  ...goalInInterval,
  type: 'interval-result',
  uofMarketId: 105,
  outcomes: () => RESULT,
  settle: ({ home, away }) =>
    winner(RESULT, home === away ? 'draw' : home > away ? 'home' : 'away'),
  marketName: (specifiers) => `Result of ${intervalName(specifiers)}`,
};

const TIMES = outcomeIds('1-15', '16-30', '31-45', '46-60', '61-75', '76-90', 'none');

/** Events in playing order: goals, corners, cards, and when the goals fall. */
export const ORDER_DEFINITIONS: readonly FootballDefinition[] = [
  nextOf({
    type: 'next-goal',
    uof: 8,
    group: 'goals',
    word: 'goal',
    reads: 'next-goal',
    isOpen: MATCH.isOpen,
    soFar: (record) => scorersOf(record).length,
    name: (n) => `Team to score goal ${n}`,
  }),
  fixedMarket<'last-goal'>(
    { type: 'last-goal', uof: 9, group: 'goals', name: 'Team to score last' },
    {
      reads: 'last-goal',
      isOpen: MATCH.isOpen,
      outcomes: NEXT,
      settle: (side) => winner(NEXT, side),
      outcomeName: (outcome, _, teams) =>
        outcome === 'none' ? 'No goal' : sideName(outcome, teams),
    },
  ),
  goalInInterval,
  intervalResult,
  fixedMarket<'first-goal-time'>(
    { type: 'first-goal-time', uof: 100, group: 'intervals', name: 'Time of the first goal' },
    {
      reads: 'first-goal-time',
      isOpen: (record) => MATCH.isOpen(record) && scorersOf(record).length === 0,
      outcomes: TIMES,
      settle: ({ minute: at }) =>
        winner(TIMES, (at === null ? 'none' : TIMES[Math.floor((at - 1) / 15)]) ?? 'none'),
      outcomeName: (outcome) => (outcome === 'none' ? 'No goal' : `${outcome} minutes`),
    },
  ),
  nextOf({
    type: 'next-corner',
    uof: 163,
    group: 'corners',
    word: 'corner',
    reads: 'next-corner',
    isOpen: CORNERS.isOpen,
    soFar: ({ corners }) => inRegularTime(corners),
    name: (n) => `Corner ${n}`,
  }),
  cornerRace,
  nextOf({
    type: 'next-card',
    uof: 137,
    group: 'cards',
    word: 'card',
    reads: 'next-card',
    isOpen: CARDS.isOpen,
    soFar: ({ cards }) => inRegularTime(cards),
    name: (n) => `Card ${n}`,
  }),
];
