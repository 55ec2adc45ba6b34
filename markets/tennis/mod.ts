export * from './format.ts';
export {
  TENNIS_ENDINGS,
  tennisFactsOn,
  type TennisAnswer,
  type TennisEnding,
  type TennisFacts,
  type TennisGame,
  type TennisSet,
  type TennisSubject,
  type TennisTotals,
} from './facts.ts';
export { tennisFactsOfPoints, tennisFactsOfScores, type TennisStop } from './record.ts';
export type { TennisDefinition } from './definition.ts';
export { TENNIS_DEFINITIONS } from './definitions.ts';
export { gradeTennis, tennisDefinitionOf } from './grade.ts';
