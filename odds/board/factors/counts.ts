import {
  countSpace,
  NEXT_SPACE,
  oncePer,
  SIDE_SPACE,
  type Card,
  type Incident,
} from '#markets/mod.ts';

import type { FactorChances } from '../../builder/mod.ts';
import {
  bookingPointGrid,
  cardGrid,
  cornerGrid,
  cornerRace,
  LEAGUE_CARDS,
  LEAGUE_CORNERS,
  nextCard,
  nextCorner,
  POINTS_UNIT,
  sendingOffGrid,
  type CardModel,
  type CardState,
  type CornerModel,
  type CornerState,
  type CountsByHalf,
  type NextCount,
  type ScoreGrid,
} from '../../models/mod.ts';
import type { MatchNow } from './match-now.ts';

function byHalf(items: readonly Incident[]): CountsByHalf {
  const count = (phase: Incident['phase'], side: Incident['side']): number =>
    items.filter((item) => item.phase === phase && item.side === side).length;
  const half = (phase: Incident['phase']) => ({
    home: count(phase, 'home'),
    away: count(phase, 'away'),
  });
  return { firstHalf: half('first-half'), secondHalf: half('second-half') };
}

type Kind = 'corners' | 'cards';

const ofGrid = (kind: Kind, { maxHome, maxAway, cells }: ScoreGrid, step = 1): FactorChances => ({
  kind,
  space: countSpace(maxHome, maxAway, step),
  chances: cells,
});
const ofSides = (
  kind: Kind,
  { home, away, none }: NextCount,
  space = NEXT_SPACE,
): FactorChances => ({
  kind,
  space,
  chances: Float64Array.of(home, away, none),
});

type Asked<Model, State> = Readonly<{ model: Model; state: State }>;

const isYellow = ({ colour }: Card): boolean => colour === 'yellow';

/** One state for all questions on corners, so that the models work out its laws once. */
const corners = oncePer(
  ({ supremacy, state, leads, record }: MatchNow): Asked<CornerModel, CornerState> => ({
    model: { parameters: LEAGUE_CORNERS, supremacy },
    state: { match: state, leads: leads(), counts: byHalf(record.corners) },
  }),
);

const cards = oncePer(
  ({ supremacy, state, leads, record }: MatchNow): Asked<CardModel, CardState> => ({
    model: { ...LEAGUE_CARDS, supremacy },
    state: {
      match: state,
      leads: leads(),
      yellow: byHalf(record.cards.filter(isYellow)),
      dismissals: byHalf(record.cards.filter((card) => !isYellow(card))),
    },
  }),
);

/** Distributions of corners and cards, by the name of the view that reads them. */
export const COUNT_FACTORS = {
  corners: (now: MatchNow) => {
    const { model, state } = corners(now);
    return ofGrid('corners', cornerGrid(model, state, 'match'));
  },
  'first-half-corners': (now: MatchNow) => {
    const { model, state } = corners(now);
    return ofGrid('corners', cornerGrid(model, state, 'first-half'));
  },
  'next-corner': (now: MatchNow) => {
    const { model, state } = corners(now);
    return ofSides('corners', nextCorner(model, state));
  },
  'corner-race': (now: MatchNow, { to = '' }: Readonly<Record<string, string>>) => {
    const { model, state } = corners(now);
    return ofSides('corners', cornerRace(model, state, Number(to)), SIDE_SPACE);
  },
  cards: (now: MatchNow) => {
    const { model, state } = cards(now);
    return ofGrid('cards', cardGrid(model, state, 'match'));
  },
  'first-half-cards': (now: MatchNow) => {
    const { model, state } = cards(now);
    return ofGrid('cards', cardGrid(model, state, 'first-half'));
  },
  'booking-points': (now: MatchNow) => {
    const { model, state } = cards(now);
    return ofGrid('cards', bookingPointGrid(model, state, 'match'), POINTS_UNIT);
  },
  'sendings-off': (now: MatchNow) => {
    const { model, state } = cards(now);
    return ofGrid('cards', sendingOffGrid(model, state, 'match'));
  },
  'next-card': (now: MatchNow) => {
    const { model, state } = cards(now);
    return ofSides('cards', nextCard(model, state));
  },
} as const;
