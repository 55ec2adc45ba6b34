/** Codes of the protocol as words. */
export const MARKET_STATUSES = {
  [1]: 'active',
  [0]: 'inactive',
  [-1]: 'suspended',
  [-2]: 'handed-over',
  [-3]: 'settled',
  [-4]: 'cancelled',
} as const;
export type UofMarketStatus = (typeof MARKET_STATUSES)[keyof typeof MARKET_STATUSES];

export const EVENT_STATUSES = {
  ...{ 0: 'not-started', 1: 'live', 2: 'suspended', 3: 'ended', 4: 'closed' },
  ...{ 5: 'cancelled', 6: 'delayed', 7: 'interrupted', 8: 'postponed', 9: 'abandoned' },
} as const;
export type UofEventStatus = (typeof EVENT_STATUSES)[keyof typeof EVENT_STATUSES];

/** Whether the provider's scout is in touch with the match. */
export const REPORTING = { [1]: 'live', [0]: 'not-available', [-1]: 'contact-lost' } as const;

export const FIXTURE_CHANGES = {
  ...{ 1: 'new', 2: 'start-time', 3: 'cancelled', 4: 'format', 5: 'coverage', 6: 'pitcher' },
} as const;

export const BETTING_STATUSES = {
  ...{ 0: 'unknown', 1: 'goal', 2: 'dangerous-free-kick', 3: 'dangerous-goal-position' },
  ...{ 4: 'possible-boundary', 5: 'possible-checkout', 6: 'in-game-penalty' },
} as const;

/** The reasons that say more than "stopped"; the whole list comes from the REST interface. */
export const BETSTOP_REASONS = {
  ...{ 1: 'possible-goal', 2: 'possible-red-card', 3: 'scout-lost', 8: 'possible-penalty' },
  ...{ 12: 'match-ended', 18: 'dangerous-free-kick-home', 19: 'dangerous-free-kick-away' },
  ...{ 20: 'dangerous-position-home', 21: 'dangerous-position-away', 22: 'goal-under-review' },
  ...{ 23: 'score-under-review', 24: 'disconnection', 37: 'video-review', 49: 'maintenance' },
  53: 'signal-lost',
} as const;

export const VOID_REASONS = {
  ...{ 0: 'other', 1: 'no-goalscorer', 2: 'correct-score-missing', 3: 'result-unverifiable' },
  ...{ 4: 'format-change', 5: 'cancelled-event', 6: 'missing-goalscorer', 7: 'walkover' },
  ...{ 8: 'dead-heat', 9: 'retired-or-defaulted', 10: 'abandoned', 11: 'postponed' },
  ...{ 12: 'incorrect-odds', 13: 'incorrect-statistics', 14: 'no-result-assignable' },
  ...{ 15: 'client-side-settlement-needed', 16: 'starting-pitcher-changed' },
} as const;

export const CASH_OUT = { [1]: 'available', [-1]: 'unavailable', [-2]: 'closed' } as const;

type WordOf<Table> = Table[keyof Table];
export type Reporting = WordOf<typeof REPORTING>;
export type FixtureChangeKind = WordOf<typeof FIXTURE_CHANGES>;
export type BettingStatus = WordOf<typeof BETTING_STATUSES>;
export type BetstopReason = WordOf<typeof BETSTOP_REASONS>;
export type VoidReason = WordOf<typeof VOID_REASONS>;
export type CashOutStatus = WordOf<typeof CASH_OUT>;
