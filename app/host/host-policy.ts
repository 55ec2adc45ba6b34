import { CONSENSUS_RULE } from '#odds/consensus/mod.ts';
import {
  DEFAULT_LADDER,
  DEFAULT_LIMITS,
  DEFAULT_PACE,
  DEFAULT_RATES,
  DEFAULT_ROBUST,
  DEFAULT_SKEW,
} from '#risk/mod.ts';

import type { HostPolicy } from './host-state.ts';

/** The policy of a new installation. */
export const DEFAULT_POLICY: HostPolicy = {
  inPlayDelayMs: 3_000,
  extensionMs: 8_000,
  scoreHoldMs: 1_500,
  feedSilenceMs: 5_000,
  tokenLifeMs: 5_000,
  quoteLifeMs: 10_000,
  builderMarginBps: 800,
  cashOutMarginBps: 300,
  limits: DEFAULT_LIMITS,
  rates: DEFAULT_RATES,
  skew: DEFAULT_SKEW,
  liquidityByCompetition: new Map(),
  ladder: DEFAULT_LADDER,
  pace: DEFAULT_PACE,
  consensus: { bandBps: 100, settleMs: 10_000, rule: CONSENSUS_RULE },
  robust: {
    ...DEFAULT_ROBUST,
    maxAgeMs: 300_000,
    maxAgeInPlayMs: 30_000,
    mostDispersion: 0.1,
  },
  initialBudgetMinor: 4n * DEFAULT_LIMITS.worstCaseMinor,
};
