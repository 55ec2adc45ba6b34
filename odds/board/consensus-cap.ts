import { ODDS_SCALE, type OutcomeId } from '#contracts/mod.ts';

/** What other books agree on for an outcome, and how far beyond it a price may go. */
export type ConsensusCap = Readonly<{
  /** Their fair chance, from 0 to 1 without the ends. */
  chance: number;
  /** How many books it is made of. */
  books: number;
  /** How far above their fair price ours may be; basis points of it, below 10,000. */
  bandBps: number;
}>;

export type ConsensusCaps = ReadonlyMap<OutcomeId, ConsensusCap>;

/**
 * Odds ×10,000 which no price passes: 1 / (chance × (1 − band)). Who backs at more than that here has an edge by
 * everybody else's prices, whatever our own model or book says.
 */
export const mostOddsOf = ({ chance, bandBps }: ConsensusCap): number =>
  ODDS_SCALE / (chance * (1 - bandBps / ODDS_SCALE));
