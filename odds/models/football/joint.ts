import { scorelineResult, type HandicapSide, type ScorelinePick } from '#markets/mod.ts';
import type { HalfGrids } from './halves.ts';
import { scoreChance, type ScoreGrid } from './score-grid.ts';

/** The part of the match whose goals a leg counts. */
export type LegPeriod = 'match' | '1h' | '2h';

/** A player who gets each goal of his team with chance `share`; players of two legs are different. */
export type ScorerPick = Readonly<{ market: 'anytime-scorer'; team: HandicapSide; share: number }>;

export type BuilderLeg = Readonly<{ period: LegPeriod; pick: ScorelinePick | ScorerPick }>;

export type JointChance = Readonly<{
  /** Chance of each leg by itself. */
  legs: readonly number[];
  joint: number;
  product: number;
  ratio: number;
  /** The legs exclude each other: no price may be given. */
  refuse: boolean;
}>;

type Goals = Readonly<{ home: number; away: number }>;
/** One cell: goals of both halves, or all goals in `first` when halves are not told apart. */
type Cell = Readonly<{ first: Goals; second: Goals; chance: number }>;

const NO_GOALS: Goals = { home: 0, away: 0 };

function* cellsOf(grid: ScoreGrid): Generator<Goals & Readonly<{ chance: number }>> {
  for (let home = 0; home <= grid.maxHome; home += 1) {
    for (let away = 0; away <= grid.maxAway; away += 1) {
      const chance = scoreChance(grid, home, away);
      if (chance !== 0) yield { home, away, chance };
    }
  }
}

function* halfCells({ first, second }: HalfGrids): Generator<Cell> {
  const later = [...cellsOf(second)];
  for (const before of cellsOf(first)) {
    for (const after of later) {
      yield { first: before, second: after, chance: before.chance * after.chance };
    }
  }
}

function* matchCells(grid: ScoreGrid): Generator<Cell> {
  for (const cell of cellsOf(grid)) yield { first: cell, second: NO_GOALS, chance: cell.chance };
}

const goalsIn = ({ first, second }: Cell, period: LegPeriod, team: HandicapSide): number =>
  (period === '2h' ? 0 : first[team]) + (period === '1h' ? 0 : second[team]);

const holds = (cell: Cell, period: LegPeriod, pick: ScorelinePick): boolean =>
  scorelineResult(pick, goalsIn(cell, period, 'home'), goalsIn(cell, period, 'away')) === 'won';

type ScorerLeg = Readonly<{ period: LegPeriod; pick: ScorerPick }>;

/**
 * Chance that every player of one team scores, given its goals: inclusion and exclusion over the
 * players that do not. Each goal goes to one player at most.
 */
function allScore(legs: readonly ScorerLeg[], cell: Cell, team: HandicapSide): number {
  const ours = legs.filter(({ pick }) => pick.team === team);
  let sum = 0;
  for (let subset = 0; subset < 2 ** ours.length; subset += 1) {
    const silent = ours.filter((_, at) => ((subset >> at) & 1) === 1);
    const without = (half: LegPeriod): number =>
      1 - silent.reduce((sum, { period, pick }) => sum + (period === half ? 0 : pick.share), 0);
    const none =
      Math.max(0, without('2h')) ** cell.first[team] *
      Math.max(0, without('1h')) ** cell.second[team];
    sum += silent.length % 2 === 0 ? none : -none;
  }
  return Math.max(0, sum);
}

/** Chance that all legs hold in a cell: 0 or 1 unless there are scorers among them. */
function chanceInCell(legs: readonly BuilderLeg[], cell: Cell): number {
  const scorers: ScorerLeg[] = [];
  for (const { period, pick } of legs) {
    if (pick.market === 'anytime-scorer') scorers.push({ period, pick });
    else if (!holds(cell, period, pick)) return 0;
  }
  if (scorers.length === 0) return 1;
  return allScore(scorers, cell, 'home') * allScore(scorers, cell, 'away');
}

/**
 * Joint chance of the legs of a bet builder, exact on the grid: the cells where every leg wins.
 * Legs of one half need the grids of the halves. A voided leg counts as not won.
 * @throws RangeError when a leg counts one half and the grid does not tell halves apart.
 */
export function jointChance(
  source: ScoreGrid | HalfGrids,
  legs: readonly BuilderLeg[],
): JointChance {
  const halves = 'first' in source;
  if (!halves && legs.some(({ period }) => period !== 'match')) {
    throw new RangeError('A leg counts one half, but the grid holds whole matches.');
  }
  const alone = legs.map(() => 0);
  let joint = 0;
  for (const cell of halves ? halfCells(source) : matchCells(source)) {
    joint += cell.chance * chanceInCell(legs, cell);
    legs.forEach((leg, at) => {
      alone[at] = (alone[at] ?? 0) + cell.chance * chanceInCell([leg], cell);
    });
  }
  const product = alone.reduce((whole, chance) => whole * chance, 1);
  return {
    legs: alone,
    joint,
    product,
    ratio: product > 0 ? joint / product : 0,
    refuse: joint <= 0,
  };
}
