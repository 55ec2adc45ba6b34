import type { Score } from '#contracts/mod.ts';

import { winner } from '../../definition.ts';
import type { FootballDefinition } from '../definition.ts';
import { oddEvenOf } from '../families/counts.ts';
import { asianHandicapOf } from '../families/handicaps.ts';
import { fixedMarket, YES_NO, type Kind } from '../families/kind.ts';
import { resultOf } from '../families/results.ts';
import { AWAY_TEAM, HOME_TEAM, totalOf } from '../families/totals.ts';
import {
  BOOKING_POINTS,
  CARDS,
  CORNERS,
  FIRST_HALF_CARDS,
  FIRST_HALF_CORNERS,
} from '../periods.ts';

const sentOff = (kind: Kind, whose: string, count: (score: Score) => number): FootballDefinition =>
  fixedMarket<'sendings-off'>(
    { group: 'cards', ...kind },
    {
      rule: `Yes when a player of ${whose} is sent off in 90 minutes, by a red or a second yellow card.`,
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
  totalOf(CORNERS, { type: 'home-corners', name: '{home} corners' }, HOME_TEAM),
  totalOf(CORNERS, { type: 'away-corners', name: '{away} corners' }, AWAY_TEAM),
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

/** A second yellow card counts as one card, and the red that it brings is not counted again. */
export const CARD_DEFINITIONS: readonly FootballDefinition[] = [
  resultOf(CARDS, { type: 'card-result', uof: 136, name: 'Most cards' }),
  totalOf(CARDS, { type: 'total-cards', uof: 139, name: 'Total cards' }),
  asianHandicapOf(CARDS, { type: 'card-handicap', group: 'cards', name: 'Card handicap' }),
  totalOf(CARDS, { type: 'home-cards', name: '{home} cards' }, HOME_TEAM),
  totalOf(CARDS, { type: 'away-cards', name: '{away} cards' }, AWAY_TEAM),
  totalOf(FIRST_HALF_CARDS, { type: 'first-half-cards', name: 'Total cards' }),
  totalOf(BOOKING_POINTS, { type: 'booking-points', uof: 138, name: 'Booking points' }),
  sentOff(
    { type: 'sending-off', uof: 146, name: 'Player sent off' },
    'either side',
    ({ home, away }) => home + away,
  ),
  sentOff(
    { type: 'home-sending-off', uof: 147, name: '{home} player sent off' },
    'the home side',
    ({ home }) => home,
  ),
  sentOff(
    { type: 'away-sending-off', uof: 148, name: '{away} player sent off' },
    'the away side',
    ({ away }) => away,
  ),
];
