import { hasSpecifiers, outcomeIds, parseCount, sideName, winner } from '../../definition.ts';
import { oncePerKey } from '../../once-per.ts';
import type { MatchRecord } from '../../record/match-record.ts';
import { scorersOf } from '../../record/views.ts';
import { inRegularTime } from '../counts.ts';
import type { FootballDefinition, FootballDefinitionOf } from '../definition.ts';
import { fixedMarket, headOf, NONE, type Kind } from '../families/kind.ts';
import { CARDS, CORNERS, MATCH } from '../periods.ts';

const NEXT = outcomeIds('home', 'away', 'none');
const LAST = 60;

type NextOf = Kind &
  Readonly<{
    /** `goal`: the specifier that holds the number, and the word in the names. */
    word: string;
    /** What the side does: "to score". */
    deed: string;
    reads: 'next-goal' | 'next-corner' | 'next-card';
    isOpen: (record: MatchRecord) => boolean;
    soFar: (record: MatchRecord) => number;
  }>;

/** Which side has event number n of the 90 minutes, or that it never comes. */
function nextOf({ word, deed, reads, isOpen, soFar, ...kind }: NextOf): FootballDefinition {
  const number = oncePerKey((n: number) => (n <= LAST ? [{ [word]: String(n) }] : NONE));
  const definition: FootballDefinitionOf<NextOf['reads']> = {
    ...headOf(kind),
    rule: `The side of ${word} number n in 90 minutes, or that there are fewer.`,
    outcomes: () => NEXT,
    accepts: (specifiers) =>
      hasSpecifiers(specifiers, word) && (parseCount(specifiers[word], LAST) ?? 0) >= 1,
    reads,
    settle: (order, specifiers) => {
      const side = order.sideOf(Number(specifiers[word]));
      // Where a scenario cannot tell, both teams are paid: exposure errs on the safe side.
      return side === 'unknown' ? ['won', 'won', 'lost'] : winner(NEXT, side);
    },
    offered: (record) => (isOpen(record) ? number(soFar(record) + 1) : NONE),
    marketName: ({ [word]: n }) => (n === undefined ? kind.name : `Team ${deed} ${word} ${n}`),
    outcomeName: (outcome, _, teams) =>
      outcome === 'none' ? `No ${word}` : sideName(outcome, teams),
  };
  return definition;
}

const MOST_RACE = 15;
const RACES = [3, 5, 7, 9];
const racesAbove = oncePerKey((most: number) =>
  RACES.filter((to) => to > most).map((to) => ({ to: String(to) })),
);
/** Which side is first to `to` corners. */
const cornerRace: FootballDefinitionOf<'corner-race'> = {
  ...headOf({ type: 'corner-race', group: 'corners', name: '' }),
  rule: 'The side that is first to have so many corners in 90 minutes, or neither.',
  outcomes: () => NEXT,
  accepts: (specifiers) =>
    hasSpecifiers(specifiers, 'to') && (parseCount(specifiers['to'], MOST_RACE) ?? 0) >= 2,
  reads: 'corner-race',
  settle: (side) => winner(NEXT, side),
  offered: (record) => {
    if (!CORNERS.isOpen(record)) return NONE;
    const { home, away } = CORNERS.now(record);
    return racesAbove(Math.max(home, away));
  },
  marketName: ({ to }) => (to === undefined ? 'Race to corners' : `Race to ${to} corners`),
  outcomeName: (outcome, _, teams) =>
    outcome === 'none' ? 'Neither team' : sideName(outcome, teams),
};

/** Events in playing order: goals, corners, cards. */
export const ORDER_DEFINITIONS: readonly FootballDefinition[] = [
  nextOf({
    type: 'next-goal',
    uof: 8,
    group: 'goals',
    name: 'Next goal',
    word: 'goal',
    deed: 'to score',
    reads: 'next-goal',
    isOpen: MATCH.isOpen,
    soFar: (record) => scorersOf(record).length,
  }),
  fixedMarket<'last-goal'>(
    { type: 'last-goal', uof: 9, group: 'goals', name: 'Team to score last' },
    {
      rule: 'The side that has the last goal in 90 minutes, or that there is none.',
      reads: 'last-goal',
      isOpen: MATCH.isOpen,
      outcomes: NEXT,
      settle: (side) => winner(NEXT, side),
      outcomeName: (outcome, _, teams) =>
        outcome === 'none' ? 'No goal' : sideName(outcome, teams),
    },
  ),
  nextOf({
    type: 'next-corner',
    uof: 163,
    group: 'corners',
    name: 'Next corner',
    word: 'corner',
    deed: 'to take',
    reads: 'next-corner',
    isOpen: CORNERS.isOpen,
    soFar: ({ corners }) => inRegularTime(corners).length,
  }),
  cornerRace,
  nextOf({
    type: 'next-card',
    uof: 137,
    group: 'cards',
    name: 'Next card',
    word: 'card',
    deed: 'to get',
    reads: 'next-card',
    isOpen: CARDS.isOpen,
    soFar: ({ cards }) => inRegularTime(cards).length,
  }),
];
