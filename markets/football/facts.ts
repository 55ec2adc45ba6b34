import type { Score, Side } from '#contracts/mod.ts';

export type Leader = 'home' | 'draw' | 'away';
/** A count in each half. */
export type ByHalf = Readonly<{ first: number; second: number }>;
/** Which side had event number n (a goal, a corner); `unknown` only in a scenario that does not hold the order. */
export type Order = Readonly<{ sideOf: (n: number) => Side | 'none' | 'unknown' }>;

/**
 * How a player's match went: goals of the 90 minutes (own goals apart), and whether he was on the field
 * before the first goal.
 */
export type PlayerFacts = Readonly<{
  goals: number;
  first: boolean;
  last: boolean;
  played: 'from-start' | 'before-first-goal' | 'after-first-goal' | 'not';
}>;

export const METHODS = ['regular-time', 'extra-time', 'penalties'] as const;
/** How a tie that needs a winner was decided. `extraTime` and `shootOut` are null when not reached. */
export type DeciderFacts = Readonly<{
  qualifies: Side;
  method: (typeof METHODS)[number];
  extraTime: Score | null;
  shootOut: Score | null;
}>;

/**
 * What the definitions of a view look at. A view is a reduced picture of a match: small, so that a market
 * is priced by summing over tens or hundreds of its cells, and exact for the markets that read it.
 */
export type FootballFacts = Readonly<{
  // Views of the core space: goals by half and the next team to score.
  'full-time': Score;
  'first-half': Score;
  'second-half': Score;
  'half-results': Readonly<{ first: Leader; second: Leader; fullTime: Leader }>;
  'half-totals': ByHalf;
  'home-halves': ByHalf;
  'away-halves': ByHalf;
  'next-goal': Order;
  // Factors beside the core, each with its own distribution.
  'last-goal': Side | 'none';
  interval: Score;
  'first-goal-time': Readonly<{ minute: number | null }>;
  corners: Score;
  'first-half-corners': Score;
  'next-corner': Order;
  'corner-race': Side | 'none';
  cards: Score;
  'first-half-cards': Score;
  'booking-points': Score;
  'sendings-off': Score;
  'next-card': Order;
  player: PlayerFacts;
  decider: DeciderFacts;
}>;
export type FootballView = keyof FootballFacts;

export const CORE_VIEWS = [
  'full-time',
  'first-half',
  'second-half',
  'half-results',
  'half-totals',
  'home-halves',
  'away-halves',
  'next-goal',
] as const;
export type CoreView = (typeof CORE_VIEWS)[number];
export const isCoreView = (view: FootballView): view is CoreView =>
  (CORE_VIEWS as readonly string[]).includes(view);

/** Views whose facts are one count a side, so that every family of count markets fits them. */
export type CountView = {
  [View in FootballView]: FootballFacts[View] extends Score ? View : never;
}[FootballView];
