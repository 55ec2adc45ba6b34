import type { BetApiServerOptions } from '#bet-api/mod.ts';
import { changeFactor, factorHistory, factorLimits, undoFactor } from '#risk/customer-book/mod.ts';
import { proposedFactor } from '#risk/customers/mod.ts';
import { INTEGRITY_ACTOR } from '#risk/integrity-watch/mod.ts';

/** What `overround customers` does by hand, for the traders' API. */
export const FACTOR_RULES: NonNullable<BetApiServerOptions['factorRules']> = {
  limits: factorLimits,
  proposed: proposedFactor,
  history: factorHistory,
  change: changeFactor,
  undo: undoFactor,
  alertActor: INTEGRITY_ACTOR,
};
