import type { MatchPhase, Score, Side } from '#contracts/mod.ts';

import type { Card } from '../record/match-record.ts';

type Phased = Readonly<{ phase: MatchPhase }>;

/** What counts for markets on the 90 minutes: extra time and shoot-outs do not. */
export const inRegularTime = <Item extends Phased>(items: readonly Item[]): readonly Item[] =>
  items.filter(({ phase }) => phase === 'first-half' || phase === 'second-half');
export const inFirstHalf = <Item extends Phased>(items: readonly Item[]): readonly Item[] =>
  items.filter(({ phase }) => phase === 'first-half');

type Sided = Readonly<{ side: Side }>;

export const countOf = (items: readonly Sided[]): Score => {
  const home = items.filter(({ side }) => side === 'home').length;
  return { home, away: items.length - home };
};

/**
 * Cards shown, as bookmakers count them: a yellow and a straight red are one each, and a second yellow is
 * the one card that sends off; the red that it brings is not counted again.
 */
export const cardsOf = (cards: readonly Card[]): Score => countOf(cards);

const POINTS: Readonly<Record<Card['colour'], number>> = {
  yellow: 10,
  'second-yellow': 25,
  red: 25,
};
const pointsOf = (cards: readonly Card[], side: Side): number =>
  cards.filter((card) => card.side === side).reduce((sum, { colour }) => sum + POINTS[colour], 0);

/** Ten points for a yellow card, twenty-five for a sending-off: 35 at most for one player. */
export const bookingPoints = (cards: readonly Card[]): Score => ({
  home: pointsOf(cards, 'home'),
  away: pointsOf(cards, 'away'),
});

export const sendingsOff = (cards: readonly Card[]): Score =>
  countOf(cards.filter(({ colour }) => colour !== 'yellow'));
