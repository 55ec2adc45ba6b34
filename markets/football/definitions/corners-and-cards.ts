import type { Score } from '#contracts/mod.ts';

import type { FootballDefinition } from '../definition.ts';
import { asianHandicapOf, fixedMarket, oddEvenOf, resultOf, totalOf, YES_NO } from '../families.ts';
import { winner } from '../../definition.ts';
import { CARDS, CORNERS, FIRST_HALF_CARDS, FIRST_HALF_CORNERS, type Period } from '../periods.ts';

const home = (count: Score): number => count.home;
const away = (count: Score): number => count.away;

/** Booking points: 10 for a yellow card, 25 for a sending-off. Lines follow the cards. */
const POINTS: Period = {
  ...CARDS,
  view: 'booking-points',
  noun: 'points',
  now: (record) => {
    const cards = CARDS.now(record);
    return { home: cards.home * 10, away: cards.away * 10 };
  },
  ahead: (record) => {
    const ahead = CARDS.ahead(record);
    return { home: ahead.home * 11, away: ahead.away * 11 };
  },
};

const sentOff = (
  kind: Readonly<{ type: FootballDefinition['type']; uof?: number; name: string }>,
  count: (score: Score) => number,
): FootballDefinition =>
  fixedMarket<'sendings-off'>(
    { group: 'cards', ...kind },
    {
      reads: 'sendings-off',
      isOpen: CARDS.isOpen,
      outcomes: YES_NO,
      settle: (score) => winner(YES_NO, count(score) > 0 ? 'yes' : 'no'),
    },
  );

export const CORNER_DEFINITIONS: readonly FootballDefinition[] = [
  resultOf(CORNERS, { type: 'corner-result', uof: 162, name: 'Most corners' }),
  totalOf(CORNERS, { type: 'total-corners', uof: 166, name: 'Total corners' }),
  asianHandicapOf(CORNERS, {
    type: 'corner-handicap',
    uof: 165,
    group: 'corners',
    name: 'Corner handicap',
  }),
  totalOf(CORNERS, { type: 'home-corners', uof: 167, name: 'Home corners' }, home),
  totalOf(CORNERS, { type: 'away-corners', uof: 168, name: 'Away corners' }, away),
  oddEvenOf(CORNERS, { type: 'corners-odd-even', uof: 172, name: 'Odd or even corners' }),
  resultOf(FIRST_HALF_CORNERS, {
    type: 'first-half-corner-result',
    uof: 173,
    name: 'Most corners',
  }),
  totalOf(FIRST_HALF_CORNERS, {
    type: 'first-half-corners',
    uof: 177,
    name: 'Total corners',
  }),
  asianHandicapOf(FIRST_HALF_CORNERS, {
    type: 'first-half-corner-handicap',
    uof: 176,
    group: 'corners',
    name: 'Corner handicap',
  }),
];

export const CARD_DEFINITIONS: readonly FootballDefinition[] = [
  resultOf(CARDS, { type: 'card-result', uof: 136, name: 'Most cards' }),
  totalOf(CARDS, { type: 'total-cards', uof: 139, name: 'Total cards' }),
  asianHandicapOf(CARDS, {
    type: 'card-handicap',
    group: 'cards',
    name: 'Card handicap',
  }),
  totalOf(CARDS, { type: 'home-cards', uof: 140, name: 'Home cards' }, home),
  totalOf(CARDS, { type: 'away-cards', uof: 141, name: 'Away cards' }, away),
  totalOf(FIRST_HALF_CARDS, { type: 'first-half-cards', uof: 152, name: 'Total cards' }),
  totalOf(POINTS, { type: 'booking-points', name: 'Booking points' }),
  sentOff({ type: 'sending-off', uof: 146, name: 'Sending-off' }, ({ home, away }) => home + away),
  sentOff({ type: 'home-sending-off', uof: 147, name: 'Home sending-off' }, home),
  sentOff({ type: 'away-sending-off', uof: 148, name: 'Away sending-off' }, away),
];
