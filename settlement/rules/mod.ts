export { rulesAt, rulesOfMarket, rulesOfSport } from './rules-at.ts';
export { standing } from './standing.ts';
export { builderResultUnder } from './builder-result.ts';
export { withdrawalPercent } from './withdrawals.ts';
export { decidingIncidents, type Deciding } from './past-posting.ts';
export { DECISIVE_KINDS, readHistory, type FixtureHistory } from './history.ts';
export { ruleOn, type Certainty, type Ending, type Ruling, type VoidCause } from './ruling.ts';
export { gradeLeg, gradeUnderRules, type GradedLeg, type MarketResult } from './grade.ts';
export {
  factorOf,
  isLostForSure,
  payoutOf,
  type AnyLeg,
  type Payout,
  type ResultedLeg,
} from './payout.ts';
export type { ExplainedLine } from './lines.ts';
export {
  explain,
  type BetToExplain,
  type ExplainedLeg,
  type Explanation,
  type LegToExplain,
  type PartToExplain,
} from './explain.ts';
