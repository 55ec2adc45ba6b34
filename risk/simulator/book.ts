import { tailRisk } from '../formulas/mod.ts';
import { paidByCode, type SimBoard } from './board.ts';

/** The bets of one simulated fixture as one position: minor units, whole numbers where stakes are. */
export type SimBook = {
  /** What is owed in each atom, returned stakes included. */
  readonly owed: Float64Array;
  staked: number;
};

export const emptyBook = ({ atoms }: SimBoard): SimBook => ({
  owed: new Float64Array(atoms),
  staked: 0,
});

export type SimBet = Readonly<{ selection: number; stakeMinor: number; odds: number }>;

export function addBet(book: SimBook, board: SimBoard, { selection, stakeMinor, odds }: SimBet) {
  const codes = board.selections[selection]?.codes ?? new Uint8Array(board.atoms);
  const paid = paidByCode(odds);
  for (let atom = 0; atom < book.owed.length; atom += 1) {
    book.owed[atom] = (book.owed[atom] ?? 0) + stakeMinor * (paid[codes[atom] ?? 0] ?? 0);
  }
  book.staked += stakeMinor;
}

/** The largest loss (negative: a profit) among atoms that can still happen. */
export function worstLoss({ owed, staked }: SimBook, chances: Float64Array): number {
  let most = -Infinity;
  for (let atom = 0; atom < owed.length; atom += 1) {
    const amount = owed[atom] ?? 0;
    if (amount > most && (chances[atom] ?? 0) > 0) most = amount;
  }
  return most - staked;
}

/**
 * The largest stake, at most what is asked, after which the worst loss stays within the cap: a bet moves each
 * atom by stake × (what its code pays − 1), so the room of every atom bounds it.
 */
export function stakeWithinWorst(
  { owed, staked }: SimBook,
  board: SimBoard,
  chances: Float64Array,
  bet: SimBet & Readonly<{ capMinor: number }>,
): number {
  const codes = board.selections[bet.selection]?.codes ?? new Uint8Array(board.atoms);
  const loses = paidByCode(bet.odds).map((paid) => paid - 1);
  let stake = bet.stakeMinor;
  for (let atom = 0; atom < owed.length; atom += 1) {
    const lost = loses[codes[atom] ?? 0] ?? 0;
    if (lost <= 0 || (chances[atom] ?? 0) <= 0) continue;
    stake = Math.min(stake, (bet.capMinor + staked - (owed[atom] ?? 0)) / lost);
  }
  return Math.max(0, Math.floor(stake));
}

/** Mean loss in the worst 1 % under the given chances. */
export const bookCvar99 = ({ owed, staked }: SimBook, chances: Float64Array): number =>
  tailRisk(
    Array.from(owed, (amount, atom) => ({ loss: amount - staked, p: chances[atom] ?? 0 })),
    0.99,
  ).cvar;
