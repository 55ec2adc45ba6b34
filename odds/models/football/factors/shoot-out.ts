import type { Side } from '#contracts/mod.ts';

import type { Pair } from '../in-play-parameters.ts';
import { gridOfCells, type ScoreGrid } from '../score-grid.ts';
import { checkInteger, checkNumber, contradiction } from './checks.ts';

const BEST_OF = 5;
const MOST_KICKS = 60;
/** Further kicks scored that are told apart; the few longest shoot-outs share the last classes. */
const FURTHER = 16;
/** More than any score, so that both fit one number. */
const WIDE = 128;

export type Kicks = Readonly<{ scored: number; taken: number }>;
/** A shoot-out under way. `first` kicks first in every round; null before the toss is known. */
export type ShootOutState = Readonly<{ home: Kicks; away: Kicks; first: Side | null }>;
export const BEFORE_SHOOT_OUT: ShootOutState = {
  home: { scored: 0, taken: 0 },
  away: { scored: 0, taken: 0 },
  first: null,
};

/** Who wins, and the final score of the kicks: both sum to 1. */
export type ShootOutChances = Readonly<{ home: number; away: number; score: ScoreGrid }>;

/** Chances of final scores, home × away. */
type Board = Readonly<{ cells: Float64Array; classes: number }>;

function finish({ cells, classes }: Board, [home, away]: Scored, chance: number): void {
  // A win by one stays a win by one in the last class.
  const over = Math.max(0, Math.max(home, away) - (classes - 1));
  const cell = (home - over) * classes + away - over;
  cells[cell] = (cells[cell] ?? 0) + chance;
}

type Scored = readonly [home: number, away: number];
type Taken = Pair;

/** Whether one side cannot be caught any more; in sudden death only after both have kicked. */
function isOver([home, away]: Scored, taken: Taken): boolean {
  const lead = home - away;
  if (Math.max(taken.home, taken.away) > BEST_OF) return taken.home === taken.away && lead !== 0;
  return lead > BEST_OF - taken.away || -lead > BEST_OF - taken.home;
}

/**
 * Level after as many kicks of both sides, five at least: rounds of one kick a side go on until one
 * scores alone. Rounds in which both miss change nothing, so they are summed as a geometric series.
 */
function suddenDeath(board: Board, chances: Pair, level: number, reached: number): void {
  const { home, away } = chances;
  const notBothMiss = 1 - (1 - home) * (1 - away);
  const homeAlone = (home * (1 - away)) / notBothMiss;
  const awayAlone = (away * (1 - home)) / notBothMiss;
  let mass = reached;
  for (let score = level; score < board.classes - 2; score += 1) {
    finish(board, [score + 1, score], mass * homeAlone);
    finish(board, [score, score + 1], mass * awayAlone);
    mass *= 1 - homeAlone - awayAlone;
  }
  const share = homeAlone / (homeAlone + awayAlone);
  finish(board, [board.classes - 1, board.classes - 2], mass * share);
  finish(board, [board.classes - 2, board.classes - 1], mass * (1 - share));
}

/** Kick by kick; all states that are still open have the same kicks taken. */
function play(board: Board, state: ShootOutState, chances: Pair, reached: number): void {
  const first = state.first ?? 'home';
  let taken: Taken = { home: state.home.taken, away: state.away.taken };
  let open = new Map<number, number>([[state.home.scored * WIDE + state.away.scored, reached]]);
  while (open.size > 0) {
    const side = taken.home === taken.away ? first : taken.home < taken.away ? 'home' : 'away';
    const after = new Map<number, number>();
    const add = (key: number, mass: number): void => {
      after.set(key, mass + (after.get(key) ?? 0));
    };
    for (const [key, mass] of open) {
      const scored: Scored = [Math.floor(key / WIDE), key % WIDE];
      if (isOver(scored, taken)) finish(board, scored, mass);
      else if (taken.home === taken.away && taken.home >= BEST_OF) {
        suddenDeath(board, chances, scored[0], mass);
      } else {
        add(key + (side === 'home' ? WIDE : 1), mass * chances[side]);
        add(key, mass * (1 - chances[side]));
      }
    }
    taken = { ...taken, [side]: taken[side] + 1 };
    open = after;
  }
}

function checkKicks(state: ShootOutState, chances: Pair): void {
  for (const side of ['home', 'away'] as const) {
    // A side that always or never scores could keep a shoot-out going for ever.
    checkNumber(`scoringChance.${side}`, chances[side], 0.01, 0.99);
    checkInteger(`${side}.taken`, state[side].taken, 0, MOST_KICKS);
    checkInteger(`${side}.scored`, state[side].scored, 0, state[side].taken);
  }
  const { home, away, first } = state;
  const ahead = home.taken - away.taken;
  if (Math.abs(ahead) > 1) throw contradiction('taken', ahead, 'must not differ by more than one');
  const leader: Side = ahead > 0 ? 'home' : 'away';
  if (ahead !== 0 && first !== null && first !== leader) {
    throw contradiction('first', first, 'has kicked less often than the other side');
  }
  // Sudden death begins level and ends with the round in which one side scores alone.
  const rounds = Math.min(home.taken, away.taken);
  const lead = state[leader].scored - state[leader === 'home' ? 'away' : 'home'].scored;
  const fits = ahead === 0 ? rounds === BEST_OF || Math.abs(lead) <= 1 : lead === 0 || lead === 1;
  if (rounds >= BEST_OF && !fits) {
    throw contradiction('scored', state, 'was not level when the round began');
  }
}

/**
 * A penalty shoot-out from any of its states: best of five, then rounds of one kick a side until one
 * scores alone; it ends as soon as one side cannot be caught. `scoringChance` is that of every kick of a
 * side. Who kicks first changes how many kicks are seen, hence the final score, but not the winner; when
 * it is not known, both orders count half. A shoot-out that is over is certain.
 * @throws InputError for chances outside 0.01..0.99 and for kicks that no shoot-out can have.
 */
export function shootOutChances(scoringChance: Pair, state: ShootOutState): ShootOutChances {
  checkKicks(state, scoringChance);
  const classes = Math.max(state.home.scored, state.away.scored, BEST_OF) + FURTHER;
  const board = { cells: new Float64Array(classes * classes), classes };
  if (state.first === null && state.home.taken === state.away.taken) {
    play(board, { ...state, first: 'home' }, scoringChance, 0.5);
    play(board, { ...state, first: 'away' }, scoringChance, 0.5);
  } else play(board, state, scoringChance, 1);
  let home = 0;
  let away = 0;
  board.cells.forEach((chance, cell) => {
    if (Math.floor(cell / classes) > cell % classes) home += chance;
    else away += chance;
  });
  const score = gridOfCells(classes - 1, classes - 1, board.cells, false);
  return { home, away, score };
}
