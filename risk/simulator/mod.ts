/** Seasons of simulated customers against any way of selling: pure in what chance has drawn before. */
export { fairChances, foldToAtoms, simBoard, type SimBoard, type SimMarket } from './board.ts';
export { addBet, bookCvar99, emptyBook, worstLoss, type SimBook } from './book.ts';
export {
  compare,
  MEASURES,
  summaryOf,
  type Comparison,
  type Measure,
  type PolicySummary,
  type SeededSeason,
} from './compare.ts';
export { CUSTOMER_KINDS, type Arrival, type Behaviour, type CustomerKind } from './customers.ts';
export type { Desk, DeskSetting, Moment, Policy, Quoter } from './desk.ts';
export { intervalOf, type Interval } from './intervals.ts';
export { playMatch, viewsOf, type MatchFigures, type SimMatch } from './play-match.ts';
export {
  policiesOf,
  POLICY_NAMES,
  type JointFigures,
  type PolicyFigures,
  type PolicyName,
} from './policies.ts';
export { seasonFigures, type SeasonFigures } from './season.ts';
