import type { Score } from '#contracts/mod.ts';
import {
  countSpace,
  DECIDER_SPACE,
  FIRST_GOAL_SPACE,
  NEXT_SPACE,
  oncePer,
  PLAYER_SPACE,
  SIDE_SPACE,
  type FootballIndex,
  type FootballView,
  type Space,
} from '#markets/mod.ts';

/** The distribution of a factor beside the core, as prices are made from it. */
export type FactorLaw = Readonly<{ space: Space; chances: Float64Array }>;

/** Counts are held up to `most` steps a side, and lines end before. */
type Counted = Readonly<{ most: number; step: number }>;
const FEW: Counted = { most: 11, step: 1 };
const MANY: Counted = { most: 31, step: 1 };
/** Booking points. */
const FIVES: Counted = { most: 50, step: 5 };

const COUNTED: Readonly<Partial<Record<FootballView, Counted>>> = {
  interval: MANY,
  corners: MANY,
  'first-half-corners': MANY,
  cards: MANY,
  'first-half-cards': MANY,
  'booking-points': FIVES,
  'sendings-off': FEW,
};

const spaceOf = oncePer(({ most, step }: Counted): Space => countSpace(most, most, step));

const OTHERS: Readonly<Partial<Record<FootballView, Space>>> = {
  'next-corner': NEXT_SPACE,
  'next-card': NEXT_SPACE,
  'corner-race': SIDE_SPACE,
  'last-goal': SIDE_SPACE,
  'first-goal-time': FIRST_GOAL_SPACE,
  player: PLAYER_SPACE,
  decider: DECIDER_SPACE,
};

/**
 * The space in which open bets on a view are held, whatever space its distribution of the moment has.
 * Undefined for a view of the core.
 */
export function factorSpace(view: FootballView): Space | undefined {
  const counted = COUNTED[view];
  return counted === undefined ? OTHERS[view] : spaceOf(counted);
}

/** A player who does not take part makes his markets void: his space has one cell more for that. */
export const hasVoidCell = (view: FootballView): boolean => view === 'player';

/**
 * A distribution over the cells in which bets are held; higher counts than those hold fall into the last
 * ones. What a player's distribution leaves of 1 is the chance that he does not take part.
 */
export function chancesOver(view: FootballView, { space, chances }: FactorLaw): Float64Array {
  const own = factorSpace(view);
  if (own === undefined) return chances;
  const over = new Float64Array(own.size + (hasVoidCell(view) ? 1 : 0));
  const counted = COUNTED[view];
  if (counted === undefined) over.set(chances);
  else {
    const { most, step } = counted;
    const place = (count: number): number => Math.min(most, Math.round(count / step));
    for (let cell = 0; cell < chances.length; cell += 1) {
      const { home, away } = space.factsOf(cell) as Score;
      const at = place(home) * (most + 1) + place(away);
      over[at] = (over[at] ?? 0) + (chances[cell] ?? 0);
    }
  }
  if (hasVoidCell(view)) {
    let sum = 0;
    for (const chance of chances) sum += chance;
    over[own.size] = Math.max(0, 1 - sum);
  }
  return over;
}

/** Goals of a final score; infinite when a class without an upper end is among them. */
type FinalGoals = Readonly<{ home: number; away: number }>;
/** The cells of a core with equal final goals, by number. */
export type GoalClasses = Readonly<{ ofCell: Uint16Array; goals: readonly FinalGoals[] }>;

export const goalClasses = oncePer(
  ({ size, h1, a1, h2, a2, maxFirst, maxSecond }: FootballIndex): GoalClasses => {
    const known = new Map<string, number>();
    const goals: FinalGoals[] = [];
    const count = (first: number, second: number): number =>
      first === maxFirst || second === maxSecond ? Infinity : first + second;
    const ofCell = new Uint16Array(size);
    for (let cell = 0; cell < size; cell += 1) {
      const home = count(h1[cell] ?? 0, h2[cell] ?? 0);
      const away = count(a1[cell] ?? 0, a2[cell] ?? 0);
      const key = `${home}-${away}`;
      const at = known.get(key) ?? goals.push({ home, away }) - 1;
      known.set(key, at);
      ofCell[cell] = at;
    }
    return { ofCell, goals };
  },
);

type Fits = (cell: number, goals: FinalGoals) => boolean;

const scoresOf = ({ size, factsOf }: Space): readonly Score[] =>
  Array.from({ length: size }, (_, cell) => factsOf(cell) as Score);
const SCORES = scoresOf(spaceOf(MANY));
const NO_GOAL = FIRST_GOAL_SPACE.size - 1;

/** Which cells of a factor about goals can go with a final score. The other factors go with any. */
const FITTING: Readonly<Partial<Record<FootballView, Fits>>> = {
  interval: (cell, { home, away }) =>
    (SCORES[cell]?.home ?? 0) <= home && (SCORES[cell]?.away ?? 0) <= away,
  'last-goal': (cell, { home, away }) =>
    cell === 0 ? home > 0 : cell === 1 ? away > 0 : home + away === 0,
  'first-goal-time': (cell, { home, away }) => (cell === NO_GOAL) === (home + away === 0),
  player: (cell, { home, away }) =>
    cell >= PLAYER_SPACE.size || Math.floor(cell / 4) <= Math.max(home, away),
};

/** Undefined when every cell of the factor can go with every final score. */
export const fittingOf = (view: FootballView): Fits | undefined => FITTING[view];
