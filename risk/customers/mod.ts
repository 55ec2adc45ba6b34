/** What bets say about customers: sequential tests, links, signatures, and what follows from a finding. */
export {
  closingValue,
  EDGE_TEST,
  edgeVerdict,
  markout,
  NO_BETS,
  observe,
  type ClosingValue,
  type EdgeState,
  type EdgeTest,
  type EdgeVerdict,
} from './edge-test.ts';
export { detectionChance } from './power.ts';
export {
  hitChance,
  LATE_TEST,
  lateVerdict,
  NO_LATE_BETS,
  observeLate,
  type InPlayBet,
  type LateState,
  type LateTest,
} from './late-bets.ts';
export {
  linkRules,
  partnersOf,
  ringsOf,
  timingLinks,
  type LinkRules,
  type Ring,
  type SharedTrait,
  type TimedBet,
  type TimingLink,
} from './links.ts';
export { duplicatesOf, sharingPairs, type SharedThings } from './duplicates.ts';
export {
  arbitrageVerdict,
  isLocked,
  type ArbitrageEvidence,
  type ArbitrageVerdict,
  type SideBet,
} from './arbitrage.ts';
export { bonusVerdict, type BonusSign, type BonusUse, type BonusVerdict } from './bonus-use.ts';
export {
  arbitrageFlag,
  bonusFlag,
  duplicateFlags,
  FLAG_KINDS,
  lateFlag,
  ringFlags,
  sharpFlag,
  type CustomerFlag,
  type FlagKind,
} from './flags.ts';
export {
  checkFactor,
  mayRaise,
  proposedFactor,
  type AccountStanding,
  type FactorLimits,
} from './factors.ts';
