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
  ringsOf,
  timingLinks,
  type LinkRules,
  type Ring,
  type SharedTrait,
  type TimedBet,
  type TimingLink,
} from './links.ts';
export {
  arbitrageSigns,
  bonusSigns,
  type BonusUse,
  type MarketedBet,
  type Signature,
} from './signatures.ts';
export {
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
