export { CURRENT_RULES, HOUSE_RULES, type HouseRules } from './house-rules.ts';
export { DECISIVE_KINDS, readHistory, type FixtureHistory } from './history.ts';
export { ruleOn, type Certainty, type Ending, type Ruling, type VoidCause } from './ruling.ts';
export { gradeLeg, gradeUnderRules, type GradedLeg, type MarketResult } from './grade.ts';
export { factorOf, payoutOf, type Payout, type ResultedLeg } from './payout.ts';
export {
  explain,
  type BetToExplain,
  type ExplainedLeg,
  type Explanation,
  type LegToExplain,
} from './explain.ts';
