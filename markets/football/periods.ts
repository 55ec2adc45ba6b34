import type { Score } from '#contracts/mod.ts';

import type { LineQuarters } from '../arithmetic/mod.ts';
import type { MarketGroup } from '../definition.ts';
import type { Expectation, MatchRecord } from '../record/match-record.ts';
import { firstHalfOver, regularTimeOver, scoreOf } from '../record/views.ts';
import { bookingPoints, cardsOf, countOf, inFirstHalf, inRegularTime } from './counts.ts';
import type { CountView } from './facts.ts';

/**
 * Something that is counted per side over a stretch of a match. Every family of count markets is made for
 * every period that it suits.
 */
export type Period = Readonly<{
  view: CountView;
  /** Heading before the name of a market; empty for the whole match. */
  title: string;
  group: MarketGroup;
  /** What is counted, in the plural: "corners". */
  noun: string;
  /** When it is counted: "90 minutes". */
  span: string;
  /** The largest line that is accepted, in quarters. */
  longestLine: LineQuarters;
  isOpen: (record: MatchRecord) => boolean;
  now: (record: MatchRecord) => Score;
  /** Expected further counts of each side, to place the lines; prices come from the model alone. */
  ahead: (record: MatchRecord) => Score;
}>;

/** No count of a match but booking points comes near thirty. */
const LONGEST_LINE: LineQuarters = 30 * 4;

/** Used before the feed has said what it expects: an average match. */
const AVERAGE_MATCH: Expectation = { totalGoals: 2.7, supremacy: 0.3 };
/** Corners and cards of an average match, home and away. */
const AVERAGE_CORNERS: Score = { home: 5.7, away: 4.6 };
const AVERAGE_CARDS: Score = { home: 1.8, away: 2.1 };
/** Booking points of an average card: one in fifteen sends off. */
const AVERAGE_POINTS = 11;
const HALF_MS = 45 * 60_000;

/** The shares of both halves that are left on the nominal clock; stoppage time counts as none. */
function halvesLeft({ phase, clock }: MatchRecord): Readonly<{ first: number; second: number }> {
  const ofHalf = clock.phase === phase ? Math.max(0, 1 - clock.elapsedMs / HALF_MS) : 1;
  switch (phase) {
    case 'not-started':
      return { first: 1, second: 1 };
    case 'first-half':
      return { first: ofHalf, second: 1 };
    case 'half-time':
      return { first: 0, second: 1 };
    case 'second-half':
      return { first: 0, second: ofHalf };
    default:
      return { first: 0, second: 0 };
  }
}

const scaled = ({ home, away }: Score, by: number): Score => ({ home: home * by, away: away * by });

function expectedGoals({ expectation }: MatchRecord): Score {
  const { totalGoals, supremacy } = expectation ?? AVERAGE_MATCH;
  return {
    home: Math.max(0.1, (totalGoals + supremacy) / 2),
    away: Math.max(0.1, (totalGoals - supremacy) / 2),
  };
}

const covers = (record: MatchRecord, what: 'corners' | 'cards'): boolean =>
  record.covers.includes(what);

export const MATCH: Period = {
  view: 'full-time',
  title: '',
  group: 'main',
  noun: 'goals',
  span: '90 minutes',
  longestLine: LONGEST_LINE,
  isOpen: (record) => !regularTimeOver(record),
  now: (record) => scoreOf(record).fullTime,
  ahead: (record) => {
    const { first, second } = halvesLeft(record);
    return scaled(expectedGoals(record), (first + second) / 2);
  },
};

export const FIRST_HALF: Period = {
  view: 'first-half',
  title: 'First half: ',
  group: 'halves',
  noun: 'goals',
  span: 'the first half',
  longestLine: LONGEST_LINE,
  isOpen: (record) => !firstHalfOver(record),
  now: (record) => scoreOf(record).firstHalf,
  ahead: (record) => scaled(expectedGoals(record), 0.44 * halvesLeft(record).first),
};

export const SECOND_HALF: Period = {
  view: 'second-half',
  title: 'Second half: ',
  group: 'halves',
  noun: 'goals',
  span: 'the second half',
  longestLine: LONGEST_LINE,
  isOpen: (record) => !regularTimeOver(record),
  now: (record) => scoreOf(record).secondHalf,
  ahead: (record) => scaled(expectedGoals(record), 0.56 * halvesLeft(record).second),
};

export const CORNERS: Period = {
  view: 'corners',
  title: '',
  group: 'corners',
  noun: 'corners',
  span: '90 minutes',
  longestLine: LONGEST_LINE,
  isOpen: (record) => covers(record, 'corners') && !regularTimeOver(record),
  now: (record) => countOf(inRegularTime(record.corners)),
  ahead: (record) => {
    const { first, second } = halvesLeft(record);
    return scaled(AVERAGE_CORNERS, (first + second) / 2);
  },
};

export const FIRST_HALF_CORNERS: Period = {
  view: 'first-half-corners',
  title: 'First half: ',
  group: 'corners',
  noun: 'corners',
  span: 'the first half',
  longestLine: LONGEST_LINE,
  isOpen: (record) => covers(record, 'corners') && !firstHalfOver(record),
  now: (record) => countOf(inFirstHalf(record.corners)),
  ahead: (record) => scaled(AVERAGE_CORNERS, halvesLeft(record).first / 2),
};

export const CARDS: Period = {
  view: 'cards',
  title: '',
  group: 'cards',
  noun: 'cards',
  span: '90 minutes',
  longestLine: LONGEST_LINE,
  isOpen: (record) => covers(record, 'cards') && !regularTimeOver(record),
  now: (record) => cardsOf(inRegularTime(record.cards)),
  ahead: (record) => {
    const { first, second } = halvesLeft(record);
    return scaled(AVERAGE_CARDS, 0.35 * first + 0.65 * second);
  },
};

export const FIRST_HALF_CARDS: Period = {
  view: 'first-half-cards',
  title: 'First half: ',
  group: 'cards',
  noun: 'cards',
  span: 'the first half',
  longestLine: LONGEST_LINE,
  isOpen: (record) => covers(record, 'cards') && !firstHalfOver(record),
  now: (record) => cardsOf(inFirstHalf(record.cards)),
  ahead: (record) => scaled(AVERAGE_CARDS, 0.35 * halvesLeft(record).first),
};

/** Booking points: 10 for a yellow card, 25 for a sending-off. Lines follow the cards. */
export const BOOKING_POINTS: Period = {
  ...CARDS,
  view: 'booking-points',
  noun: 'booking points',
  longestLine: 200 * 4,
  now: (record) => bookingPoints(inRegularTime(record.cards)),
  ahead: (record) => scaled(CARDS.ahead(record), AVERAGE_POINTS),
};
